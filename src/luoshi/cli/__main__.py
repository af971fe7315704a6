"""``python -m luoshi.cli``."""

from luoshi.cli import main

main()
