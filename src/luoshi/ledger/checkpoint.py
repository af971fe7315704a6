"""Checkpoints: the end of a chain at one time, signed (Ed25519), to be kept and checked elsewhere.

Whoever can write the whole ledger can make its chain anew, but not so that it still holds the end that
somebody else keeps.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from luoshi.errors import ChainError, UsageError
from luoshi.ledger.canonical import canonical
from luoshi.ledger.events import Event

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORMAT = "luoshi-checkpoint/1"
_HASH = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is signed.

    ``ledger`` is the hash of the ledger's first event, which tells ledgers apart; ``sequence`` and ``hash``
    are those of its last one; ``documents`` and ``statements`` count what it held; ``at`` is when it was
    signed (UTC); ``key`` is the public key, 64 hex digits.
    """

    ledger: str
    sequence: int
    hash: str
    documents: int
    statements: int
    at: str
    key: str
    format: str = FORMAT


def sign(checkpoint: Checkpoint, private: Ed25519PrivateKey) -> str:
    """Give the checkpoint as JSON with its signature (over the canonical JSON of all else)."""
    said = asdict(checkpoint)
    signature = private.sign(canonical(said).encode()).hex()
    return json.dumps(said | {"signature": signature}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def read(text: str, name: str) -> Checkpoint:
    """Read a checkpoint, its signature checked against the key that it names.

    Raises:
        UsageError: it is none (``checkpoint_damaged``), or what it says is not what was signed
            (``checkpoint_signature``).
    """
    said = _said(text, name)
    signature = said.pop("signature")
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(said["key"])).verify(
            bytes.fromhex(signature), canonical(said).encode()
        )
    except (InvalidSignature, ValueError):
        raise UsageError(
            f"The signature of {name} does not fit what it says: it was changed after it was signed. "
            "Ask for it again.",
            code="checkpoint_signature",
            details={"name": name},
        ) from None
    return Checkpoint(**said)


def compare(checkpoint: Checkpoint, first: Event | None, there: Event | None, name: str, last: int) -> None:
    """Check that a sound chain holds the end of a checkpoint.

    ``first`` is the chain's first event, ``there`` the one at the checkpoint's sequence, ``last`` the number
    of its events.

    Raises:
        ChainError: it is another ledger, is shorter, or was rewritten; says which.
    """
    if first is None or first.hash != checkpoint.ledger:
        if there is not None and there.hash == checkpoint.hash:
            raise _rewritten(checkpoint, name)
        raise ChainError(
            f"The checkpoint is of another ledger: the first event of {name} is not the one that it names. "
            "Name the ledger that it was made from. If this is the one, it was written anew from its start.",
            code="checkpoint_other",
            details={"name": name},
        )
    if there is None:
        raise ChainError(
            f"{name} ends at event {last}, but was signed up to event {checkpoint.sequence} at "
            f"{checkpoint.at}: events were cut off, or this is an older copy.",
            code="checkpoint_shorter",
            details={"name": name, "last": last, "sequence": checkpoint.sequence, "at": checkpoint.at},
        )
    if there.hash != checkpoint.hash:
        raise _rewritten(checkpoint, name)


def _rewritten(checkpoint: Checkpoint, name: str) -> ChainError:
    return ChainError(
        f"{name} was rewritten: event {checkpoint.sequence} is not the one that was signed at "
        f"{checkpoint.at}, so it or one before it was changed and the chain made anew. Put back a copy "
        "from before.",
        code="checkpoint_rewritten",
        details={"name": name, "sequence": checkpoint.sequence, "at": checkpoint.at},
    )


def _said(text: str, name: str) -> dict[str, Any]:
    wanted = {field.name for field in fields(Checkpoint)} | {"signature"}
    try:
        said = json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or set(said) != wanted or not _fits(said):
        raise UsageError(
            f"{name} is no checkpoint of a ledger, or is damaged; name the file that luoshi ledger "
            "checkpoint wrote.",
            code="checkpoint_damaged",
            details={"name": name},
        )
    return said


def _fits(said: dict[str, Any]) -> bool:
    return (
        all(isinstance(said[key], str) and _HASH.fullmatch(said[key]) for key in ("ledger", "hash", "key"))
        and all(type(said[key]) is int and said[key] >= 0 for key in ("sequence", "documents", "statements"))
        and said["format"] == FORMAT
        and said["sequence"] > 0
        and isinstance(said["at"], str)
        and bool(_TIME.fullmatch(said["at"]))
        and isinstance(said["signature"], str)
        and bool(_SIGNATURE.fullmatch(said["signature"]))
    )
