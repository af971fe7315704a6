"""Keys and checkpoints: make a key, sign the end of a ledger's chain, check a ledger against a checkpoint."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luoshi.errors import UsageError, unread, unwritten
from luoshi.ledger import checkpoint as checkpoints
from luoshi.ledger.checkpoint import Checkpoint
from luoshi.ledger.events import CREATED, moment

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from luoshi.ledger import Event
    from luoshi.stores import Store

PASSPHRASE = "LUOSHI_KEY_PASSPHRASE"  # noqa: S105 - the name of the variable
PUBLIC = ".pub"
_LONGEST = 100_000


def make_key(path: str) -> str:
    """Make a key: the private one in a file for its owner alone, the public one beside it; give its name.

    The private one is encrypted where ``LUOSHI_KEY_PASSPHRASE`` is set.

    Raises:
        UsageError: there is such a file already, or it cannot be written.
    """
    from cryptography.hazmat.primitives import serialization as kinds
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    secret = os.environ.get(PASSPHRASE, "").encode()
    locked = kinds.BestAvailableEncryption(secret) if secret else kinds.NoEncryption()
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(kinds.Encoding.PEM, kinds.PrivateFormat.PKCS8, locked)
    public = key.public_key().public_bytes(kinds.Encoding.PEM, kinds.PublicFormat.SubjectPublicKeyInfo)
    _write_new(path, private, 0o600)
    _write_new(path + PUBLIC, public, 0o644)
    return path + PUBLIC


def sign(store: Store, key: str) -> tuple[Checkpoint, str]:
    """Check a ledger's chain and sign its end; give the checkpoint, and the text to be kept elsewhere.

    Raises:
        ChainError: the chain does not hold; nothing is signed.
        UsageError: the ledger has no event yet; the key cannot be used.
    """
    private = _private(key)
    last = store.verify_chain()
    first = _at(store, 1)
    end = _at(store, last)
    if first is None or end is None:
        raise UsageError(
            "The ledger has no event yet; there is nothing to sign.", code="checkpoint_empty", details={}
        )
    documents = sum(entry.sequence <= last for entry in store.documents())
    made = Checkpoint(
        ledger=first.hash,
        sequence=last,
        hash=end.hash,
        documents=documents,
        statements=_rows(store, last),
        at=moment(datetime.now(UTC)),
        key=private.public_key().public_bytes_raw().hex(),
    )
    return made, checkpoints.sign(made, private)


def check(store: Store, path: str, public: str | None = None) -> tuple[Checkpoint, int]:
    """Check a ledger's chain, and that it holds the end that a checkpoint signed.

    Gives the checkpoint, and the number of the ledger's events.

    ``public`` is the file of the public key that must have signed; else the one that the checkpoint names
    is believed.

    Raises:
        ChainError: the chain does not hold, or is not the one that was signed.
        UsageError: the file is no checkpoint, was changed, or another key signed it.
    """
    checkpoint = checkpoints.read(_read(path), path)
    if public is not None and _public(public) != checkpoint.key:
        raise UsageError(
            f"{path} was signed by another key than {public}; ask who sent it which key is theirs.",
            code="checkpoint_key",
            details={"name": path, "key": public},
        )
    last = store.verify_chain()
    checkpoints.compare(checkpoint, _at(store, 1), _at(store, checkpoint.sequence), store.name, last)
    return checkpoint, last


def write_checkpoint(text: str, path: str, *, overwrite: bool = False) -> None:
    """Write a checkpoint to a file.

    Raises:
        UsageError: it is there already and ``overwrite`` is not set, or cannot be written.
    """
    if not overwrite and Path(path).exists():
        raise UsageError(
            f"{path} is there already; give another name, or --overwrite",
            code="export_exists",
            details={"name": path},
        )
    try:
        Path(path).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise unwritten(path, error) from error


def _rows(store: Store, last: int) -> int:
    """Count the rows that the events up to ``last`` made, while others may be adding more."""
    while True:
        before, every, after = _made_after(store, last), store.count(), _made_after(store, last)
        if before == after:
            return every - after


def _made_after(store: Store, last: int) -> int:
    return sum(event.kind == CREATED for event in store.events(last))


def _at(store: Store, sequence: int) -> Event | None:
    if sequence < 1:
        return None
    found = next(store.events(sequence - 1), None)
    return found if found is not None and found.sequence == sequence else None


def _private(path: str) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    raw = _read(path).encode()
    secret = os.environ.get(PASSPHRASE, "").encode() or None
    locked = b"ENCRYPTED" in raw
    if locked and secret is None:
        raise UsageError(
            f"The key {path} is locked; set {PASSPHRASE} to its passphrase.",
            code="key_locked",
            details={"name": path, "variable": PASSPHRASE},
        )
    try:
        key = load_pem_private_key(raw, secret if locked else None)
    except Exception:  # the library names no common one
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(path)
    return key


def _public(path: str) -> str:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    key: Any = None
    try:
        key = load_pem_public_key(_read(path).encode())
    except Exception as error:
        if isinstance(error, UsageError):
            raise
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key(path)
    return key.public_bytes_raw().hex()


def _no_key(path: str) -> UsageError:
    return UsageError(
        f"{path} holds no Ed25519 key, or its passphrase is another; name the file that luoshi ledger keygen "
        "wrote.",
        code="key_wrong",
        details={"name": path},
    )


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(_LONGEST).decode("utf-8", "replace")
    except OSError as error:
        raise unread(path, error) from error


def _write_new(path: str, content: bytes, mode: int) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except FileExistsError:
        raise UsageError(
            f"{path} is there already: a key that is lost signs no more. Give another name.",
            code="key_exists",
            details={"name": path},
        ) from None
    except OSError as error:
        raise unwritten(path, error) from error
