"""The one spelling of a value in JSON, so that equal values have equal hashes."""

from __future__ import annotations

import json
import re

from luoshi.errors import LuoshiError

_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
).encode
_surrogates = re.compile("[\ud800-\udfff]")


def canonical(value: object) -> str:
    """Give JSON with sorted keys, no spaces, and Chinese as it is; always encodable as UTF-8.

    Raises:
        LuoshiError: the value holds something that JSON has no word for (NaN, a set).
    """
    try:
        text = _encode(value)
    except (TypeError, ValueError) as error:
        raise LuoshiError(f"A value cannot be written as JSON: {error}.") from error
    return escape_surrogates(text)


def escape_surrogates(json_text: str) -> str:
    """Write half characters (from file names that are no UTF-8) as JSON's escapes, four hex digits each."""
    try:
        json_text.encode()
    except UnicodeEncodeError:
        return _surrogates.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)
    return json_text
