"""Numbers in the addresses of routes."""

from __future__ import annotations

from typing import Final

from starlette.convertors import Convertor, register_url_convertor


class _Digits(Convertor[int]):
    """Lets through numbers that every database holds: the usual convertor falls over one of 5000 digits."""

    regex = "[0-9]{1,16}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("digits", _Digits())
NUMBER: Final = "{number:digits}"
"""In the pattern of a route: the number of a row, an account, a job; what is longer is nobody's address."""
