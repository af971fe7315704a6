"""A process of its own that adds made-up documents: adding.py LEDGER FIRST LAST COUNT [PAGES].

Says ``ready`` when the ledger is open, waits for a line, then prints one line a document. ``PAGES``
bounds the file to so many pages, as a full disk would.
"""

import sys

from made import AT, FACTS, make_document, make_statements
from sqlalchemy import event

from luoshi.errors import StoreError
from luoshi.stores import open_store


def main(place: str, first: int, last: int, count: int, pages: int = 0) -> int:
    made = [make_document(number, count) for number in range(first, last + 1)]
    found = [make_statements(document) for document in made]
    with open_store(place) as store:
        if pages:
            engine = store._engine
            engine.dispose()
            event.listen(engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count={pages}"))
        print("ready", flush=True)
        sys.stdin.readline()
        for document, statements in zip(made, found, strict=True):
            try:
                added = store.add_document(
                    document, FACTS, statements, author="测试", at=AT, source=document.source
                )
            except StoreError as error:
                print(f"StoreError: {error}", flush=True)
                return 3
            print(f"{added.created} {added.already}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
