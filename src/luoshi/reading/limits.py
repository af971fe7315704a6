"""How much one file may cost: what goes past a limit costs its file, with a sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds that every format's reader keeps; the defaults suit an office's machine.

    ``bytes_in``: size of a file; ``bytes_out``: what a compressed file may unpack to;
    ``ratio``: how many times its size a compressed file may grow (bombs grow thousandfold);
    ``members``: files in one container; ``depth``: containers within containers, and nested elements
    are bounded by the parsers; ``pages``; ``pixels`` of one picture; ``seconds`` of the
    process that reads one file (each recognised page of a scan has as many again) and its ``memory`` in
    bytes.
    """

    bytes_in: int = 200 * MIB
    bytes_out: int = 1024 * MIB
    ratio: int = 200
    members: int = 10_000
    depth: int = 3
    pages: int = 3_000
    pixels: int = 120_000_000
    seconds: float = 300.0
    memory: int = 3072 * MIB


DEFAULT = Limits()
