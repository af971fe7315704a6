"""What the command line says, in Chinese or English by the user's locale."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from luoshi.errors import LexiconError, LuoshiError, ReadingError
from luoshi.lexicon.load import load

if TYPE_CHECKING:
    from luoshi.model.document import Remark as ReadingRemark
    from luoshi.stores import Remark

LANGUAGES = ("zh", "en")
_READING: dict[str, object] = {
    "encoding": "UTF-8",
    "looks_like": "?",
    "limit": "?",
    "known": ".txt .md .html",
}


@cache
def language() -> str:
    """Give ``zh`` or ``en``: ``LUOSHI_LANG``, else the locale; Chinese where neither says.

    The C locale says nothing of its user; the tool's users write Chinese.
    """
    for name in ("LUOSHI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value.startswith(LANGUAGES):
            return value[:2]
        if value and value.split(".")[0] not in ("c", "posix"):
            return "en"
    if os.name == "nt":  # Windows keeps the language of its windows elsewhere
        shown = (locale.getlocale()[0] or "").lower()
        return "en" if shown and not shown.startswith(("zh", "chinese")) else "zh"
    return "zh"


@cache
def _messages() -> Mapping[str, Mapping[str, str]]:
    table = load("messages")
    for key, value in table.items():
        if not isinstance(value, dict) or set(value) != set(LANGUAGES):
            raise LexiconError(f"data/messages.yaml: “{key}” must have {' and '.join(LANGUAGES)}")
    return table


def say(key: str, **details: object) -> str:
    """Give a message in the user's language, its gaps filled in.

    A gap for a number may name what is counted: ``{files:file|files}`` gives “1 file”, “2 files”.
    """
    message = _messages()[key][language()]
    return message.format(**{name: _Number(x) if type(x) is int else x for name, x in details.items()})


class _Number(int):
    """A number that can be put before the right form of a noun."""

    def __format__(self, form: str) -> str:
        one, bar, more = form.partition("|")
        return f"{int(self)} {one if self == 1 else more}" if bar else format(int(self), form)


def known(key: str) -> bool:
    """Say whether there is a message of this key."""
    return key in _messages()


def bracketed(words: str, aside: str) -> str:
    """Give words with an aside in the brackets of the user's language."""
    return f"{words}（{aside}）" if language() == "zh" else f"{words} ({aside})"


def say_error(error: LuoshiError | Remark) -> str:
    """Give an error, or a store's remark, in the user's language where it has a code, else its sentence."""
    key = f"error.{error.code}"
    if not known(key):
        return str(error)
    details: dict[str, object] = {name: _word(name, value) for name, value in error.details.items()}
    if isinstance(error, ReadingError):
        details = _READING | details | {"source": error.source, "byte": error.byte, "reason": error.reason}
    try:
        return say(key, **details)
    except KeyError:  # a detail that the sentence needs was not told
        return str(error)


def say_remark(remark: ReadingRemark, source: str) -> str:
    """Give what reading noticed in the user's language, after the file's name where that is given."""
    key = f"remark.{remark.code}"
    details = {name: _word(name, value) for name, value in remark.details.items()}
    try:
        said = say(key, **{"source": source} | details) if known(key) else None
    except KeyError:  # a detail that the sentence needs was not told
        said = None
    if said is None:
        said = " ".join((remark.code, *(f"{name}={value}" for name, value in details.items())))
    colon = "：" if language() == "zh" else ": "
    return said if not source or said.startswith(source) else f"{source}{colon}{said}"


def _word(name: str, value: str | int) -> str | int:
    key = f"{name}.{value}"
    return say(key) if known(key) else value
