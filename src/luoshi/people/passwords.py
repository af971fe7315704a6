"""Passwords: which may be chosen, and how one is kept so that nobody can read it.

Length is what counts (NIST SP 800-63B): no rule asks for digits or signs, but what is guessed first is
refused. Kept are the salted hashes of Argon2id (RFC 9106) with 19 MiB and two passes, which is what a
server with many people signing in at once can afford.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from luoshi.errors import UsageError
from luoshi.lexicon.load import load, words
from luoshi.people.names import folded

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10
"""Characters of a password."""
LONGEST = 256
"""More would only make the server work."""
_MORE = 5  # characters that make nothing of a guessed piece or of the own name


def check(password: str, name: str) -> None:
    """Check a password that the person of a name chose.

    Raises:
        UsageError: ``password_short``, ``password_long``, ``password_name`` (it is the name, or little
            more), ``password_common`` (it is guessed first).
    """
    said = _normal(password)
    if len(said) < SHORTEST:
        raise UsageError(
            f"The password has fewer than {SHORTEST} characters; choose a longer one, such as a few words.",
            code="password_short",
            details={"least": SHORTEST},
        )
    if len(said) > LONGEST:
        raise UsageError(
            f"The password has more than {LONGEST} characters; choose a shorter one.",
            code="password_long",
            details={"most": LONGEST},
        )
    plain = folded(said)
    if _is_little_more(plain, folded(name)):
        raise UsageError("The password is the name, or little more; choose another.", code="password_name")
    if _is_common(plain):
        raise UsageError(
            "The password is one of those that are guessed first; choose another, such as a few words.",
            code="password_common",
        )


def hash_of(password: str) -> str:
    """Give what is kept of a password; takes some hundredths of a second and 19 MiB."""
    return _hasher().hash(_normal(password))


def matches(kept: str | None, password: str) -> bool:
    """Say whether a password is the one that ``kept`` was made of; ``None`` is nobody's, and as slow."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST:
        return False
    try:
        _hasher().verify(kept or _nobodys(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Say whether what is kept was made with other numbers than are used now: hash the password anew."""
    return _hasher().check_needs_rehash(kept)


def _normal(password: str) -> str:
    # the same password on another keyboard; half characters are no text that can be hashed
    normal = unicodedata.normalize("NFKC", password)
    return normal.encode("utf-8", "backslashreplace").decode("utf-8")


def _is_common(plain: str) -> bool:
    common, pieces = _refused()
    if plain in common or _repeats(plain):
        return True
    left = plain
    for piece in sorted(pieces, key=len, reverse=True):
        left = left.replace(piece, "")
    return len(left) < _MORE


def _repeats(plain: str) -> bool:
    """Say whether it is a piece of up to four characters again and again, or a walk along the alphabet."""
    if any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, 5)):
        return True
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    # the digits go round: 9 0 1, or 1 0 9
    up, down = ({1, -9}, {-1, 9}) if plain.isdecimal() else ({1}, {-1})
    return steps <= up or steps <= down


def _is_little_more(plain: str, piece: str) -> bool:
    """Say whether a password is a piece once or more, with a few characters at its ends."""
    if not piece or piece not in plain:
        return False
    left = plain.replace(piece, "")
    return len(left) < _MORE


@cache
def _refused() -> tuple[frozenset[str], tuple[str, ...]]:
    table = load("passwords")
    common, pieces = (words("passwords", table, key) for key in ("common", "pieces"))
    return frozenset(map(folded, common)), tuple(map(folded, pieces))


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody's")


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
