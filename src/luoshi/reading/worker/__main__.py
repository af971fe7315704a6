"""``python -m luoshi.reading.worker``: serve on standard input and output."""

from __future__ import annotations

from luoshi.reading.worker.child import main

if __name__ == "__main__":
    main()
