"""What luoshi says, in Chinese or English: the command line's messages and the words of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Protocol

from luoshi.errors import LexiconError, LuoshiError, ReadingError
from luoshi.lexicon.load import load

LANGUAGES = ("zh", "en")
_READING: dict[str, object] = {
    "encoding": "UTF-8",
    "looks_like": "?",
    "limit": "?",
    "known": ".txt .md .html",
}


class Noticed(Protocol):
    """What reading or opening noticed: a code with the details of its sentence."""

    @property
    def code(self) -> str:
        """Names the sentence."""

    @property
    def details(self) -> Mapping[str, str | int]:
        """Fill its gaps."""


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """Give all messages by key, each in every language.

    Raises:
        LexiconError: one lacks a language; names file and key.
    """
    return _checked("messages")


@cache
def page_words() -> Mapping[str, Mapping[str, str]]:
    """Give the words of the web pages by key, each in every language; a file of ``data/pages`` a page.

    Raises:
        LexiconError: one lacks a language, or does not begin with its file's name.
    """
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(resources.files("luoshi").joinpath("data", "pages").iterdir(), key=lambda x: x.name):
        name, dot, ending = file.name.rpartition(".")
        if not dot or ending != "yaml":
            continue
        for key, value in _checked(f"pages/{name}").items():
            if not key.startswith(f"{name}."):
                raise LexiconError(f"data/pages/{file.name}: “{key}” must begin with “{name}.”")
            found[key] = value
    return found


def _checked(name: str) -> dict[str, Mapping[str, str]]:
    table = load(name)
    for key, value in table.items():
        if not isinstance(value, dict) or set(value) != set(LANGUAGES):
            raise LexiconError(f"data/{name}.yaml: “{key}” must have {' and '.join(LANGUAGES)}")
    return table


def known(key: str) -> bool:
    """Say whether there is a message of this key."""
    return key in messages()


def say(language: str, key: str, **details: object) -> str:
    """Give a message in a language, its gaps filled in.

    A gap for a number may name what is counted: ``{files:file|files}`` gives “1 file”, “2 files”.
    """
    return filled(messages()[key][language], details)


def say_on_page(language: str, key: str, **details: object) -> str:
    """Give words of a page, or a message, in a language, gaps filled as by ``say``."""
    table = page_words()
    return filled((table[key] if key in table else messages()[key])[language], details)


def filled(message: str, details: Mapping[str, object]) -> str:
    """Fill the gaps of a message."""
    return message.format(**{name: _Number(x) if type(x) is int else x for name, x in details.items()})


class _Number(int):
    """A number that can be put before the right form of a noun."""

    def __format__(self, form: str) -> str:
        one, bar, more = form.partition("|")
        return f"{int(self)} {one if self == 1 else more}" if bar else format(int(self), form)


def say_error(language: str, error: LuoshiError | Noticed) -> str:
    """Give an error, or a store's remark, in a language where it has a code, else its own sentence."""
    key = f"error.{error.code}"
    if not known(key):
        return str(error)
    details: dict[str, object] = {name: _word(language, name, x) for name, x in error.details.items()}
    if isinstance(error, ReadingError):
        details = _READING | details | {"source": error.source, "byte": error.byte, "reason": error.reason}
    try:
        return say(language, key, **details)
    except KeyError:  # a detail that the sentence needs was not told
        return str(error)


def say_remark(language: str, remark: Noticed, source: str) -> str:
    """Give what reading noticed in a language, after the file's name where that is given."""
    key = f"remark.{remark.code}"
    details = {name: _word(language, name, value) for name, value in remark.details.items()}
    try:
        said = say(language, key, **{"source": source} | details) if known(key) else None
    except KeyError:  # a detail that the sentence needs was not told
        said = None
    if said is None:
        said = " ".join((remark.code, *(f"{name}={value}" for name, value in details.items())))
    colon = "：" if language == "zh" else ": "
    return said if not source or said.startswith(source) else f"{source}{colon}{said}"


def _word(language: str, name: str, value: str | int) -> str | int:
    key = f"{name}.{value}"
    return say(language, key) if known(key) else value
