"""The roles of an office and what each may do, from ``data/roles.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from luoshi.errors import UsageError
from luoshi.lexicon import tables
from luoshi.lexicon.load import load

REPORTER = "reporter"
"""The one role that is of a unit: its account must name one."""
ADMINISTRATOR = "administrator"
"""The role that an office cannot be without."""
_SOURCE = "data/roles.yaml"
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its name in code, its words in both languages, what it may do."""

    name: str
    zh: str
    en: str
    permissions: frozenset[str]


@cache
def permissions() -> dict[str, dict[str, str]]:
    """Give the words of each permission by language; the keys are all permissions that there are.

    Raises:
        LexiconError: the table is not as it should be.
    """
    table = tables.mapping(load("roles"), "permissions", _SOURCE)
    return {name: _words(table, name, "permissions") for name in table}


@cache
def roles() -> dict[str, Role]:
    """Give the roles by name, in the order of the table.

    Raises:
        LexiconError: the table is not as it should be.
    """
    table = tables.mapping(load("roles"), "roles", _SOURCE)
    found = {name: _role(table, name) for name in table}
    for name in (REPORTER, ADMINISTRATOR):  # the code knows these two
        if name not in found:
            raise tables.shape(_SOURCE, f"roles.{name}", "mapping")
    return found


def role(name: str) -> Role:
    """Give the role of a name.

    Raises:
        UsageError: there is no such role (``no_role``).
    """
    found = roles().get(name)
    if found is None:
        known = ", ".join(roles())
        raise UsageError(
            f"There is no role {name!r}; there are {known}.",
            code="no_role",
            details={"role": name, "known": known},
        )
    return found


def check_scopes(scopes: Iterable[str], of: str) -> frozenset[str]:
    """Give the scopes of a token, checked: each a permission of the role ``of``, and at least one.

    Raises:
        UsageError: none is given, or one is not the role's (``token_scope``).
    """
    wanted, may = frozenset(scopes), role(of).permissions
    beyond = sorted(wanted - may)
    if beyond or not wanted:
        known = ", ".join(name for name in permissions() if name in may)
        raise UsageError(
            f"A token of the role {of} carries one or more of {known}; not {', '.join(beyond) or 'nothing'}.",
            code="token_scope",
            details={"role": of, "known": known, "wrong": ", ".join(beyond)},
        )
    return wanted


def _role(table: Mapping[str, Any], name: str) -> Role:
    entry = tables.mapping(table, name, _SOURCE)
    tables.keys(entry, (*_LANGUAGES, "may"), _SOURCE, f"roles.{name}")
    may = tables.names(entry, "may", permissions(), _SOURCE, f"roles.{name}")
    return Role(name, str(entry["zh"]), str(entry["en"]), frozenset(may))


def _words(table: Mapping[str, Any], name: str, place: str) -> dict[str, str]:
    entry = tables.mapping(table, name, _SOURCE)
    tables.keys(entry, _LANGUAGES, _SOURCE, f"{place}.{name}")
    return {language: str(entry[language]) for language in _LANGUAGES}
