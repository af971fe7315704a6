"""Names of accounts: how they are compared, and which may be given."""

from __future__ import annotations

import unicodedata

from luoshi.errors import UsageError

LONGEST = 60
"""Characters of a name."""


def folded(name: str) -> str:
    """Give what names are compared by: the width of letters, capitals and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def checked_name(name: str) -> str:
    """Give a name as it is kept: without spaces at its ends, each run of others as one.

    Raises:
        UsageError: it is empty, too long, or holds a character that no one sees (``account_name``).
    """
    kept = " ".join(name.split())
    hidden = any(unicodedata.category(letter)[0] == "C" for letter in kept)
    if not kept or len(kept) > LONGEST or hidden:
        raise UsageError(
            f"{kept[:LONGEST]!r} is no name for an account; give 1 to {LONGEST} visible characters.",
            code="account_name",
            details={"name": kept[:LONGEST], "most": LONGEST},
        )
    return kept
