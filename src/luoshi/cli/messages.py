"""What the command line says, in Chinese or English by the user's locale."""

from __future__ import annotations

import locale
import os
from functools import cache

from luoshi.errors import LuoshiError
from luoshi.lexicon import messages
from luoshi.lexicon.messages import LANGUAGES, known

__all__ = ["LANGUAGES", "bracketed", "known", "language", "say", "say_error", "say_remark"]


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


def say(key: str, **details: object) -> str:
    """Give a message in the user's language; see ``lexicon.messages.say``."""
    return messages.say(language(), key, **details)


def bracketed(words: str, aside: str) -> str:
    """Give words with an aside in the brackets of the user's language."""
    return f"{words}（{aside}）" if language() == "zh" else f"{words} ({aside})"


def say_error(error: LuoshiError | messages.Noticed) -> str:
    """Give an error, or a store's remark, in the user's language where it has a code, else its sentence."""
    return messages.say_error(language(), error)


def say_remark(remark: messages.Noticed, source: str) -> str:
    """Give what reading noticed in the user's language, after the file's name where that is given."""
    return messages.say_remark(language(), remark, source)
