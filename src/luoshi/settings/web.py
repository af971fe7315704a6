"""Takes the settings of the web page from ``[web]`` of ``luoshi.toml`` and from ``LUOSHI_WEB_…``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from luoshi.errors import UsageError
from luoshi.settings.file import FILE, table_of, where

_TABLE: Final = "web"
_VARIABLE: Final = "LUOSHI_WEB_"
_SECRET: Final = ("oidc_secret",)


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How the site is run.

    ``title`` stands in the head of each page. ``secure``: cookies only over TLS; ``None`` follows each
    request's own scheme. ``upload_mib`` is how much one upload may hold, ``session_hours`` how long a
    person stays signed in, ``sign_in_tries`` how many wrong passwords for a name, or from an address, in
    ``sign_in_minutes``. ``workers`` is the number of processes that read files (0: none here; start
    ``luoshi work`` elsewhere). ``proxies`` are the addresses whose X-Forwarded-… headers are believed.
    ``public_url`` is the address that people use, for links. ``oidc_…`` are those of an OpenID provider;
    ``oidc_role`` is the role of who comes first by it (empty: only people who tied their account to it);
    ``oidc_name`` is what the button of the sign-in calls it.
    """

    title: str = "落实"
    secure: bool | None = None
    upload_mib: int = 200
    session_hours: int = 12
    sign_in_tries: int = 10
    sign_in_minutes: int = 15
    workers: int = 1
    proxies: str = ""
    public_url: str = ""
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret: str = ""
    oidc_role: str = ""
    oidc_name: str = ""


_RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "upload_mib": (1, 16_384),
    "session_hours": (1, 720),
    "sign_in_tries": (1, 1000),
    "sign_in_minutes": (1, 1440),
    "workers": (0, 64),
}
_YES: Final = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def web(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> WebSettings:
    """Give the settings: an environment variable before the file, the file before the default.

    Raises:
        UsageError: a value is not of its kind or range, or a name is unknown; names the place.
    """
    path = (folder or Path()) / FILE
    names = [field.name for field in fields(WebSettings)]
    table, text = table_of(path, _TABLE, names)
    given: dict[str, Any] = {
        name: _checked(name, value, f"{where(path, text, name)}: {name}") for name, value in table.items()
    }
    said = os.environ if environment is None else environment
    for name in names:
        variable = _VARIABLE + name.upper()
        value = said.get(variable, "").strip()
        if value:
            given[name] = _checked(name, _plain(name, value), variable)
    return replace(WebSettings(), **given)


def _plain(name: str, value: str) -> str | int | bool:
    if name == "secure":
        return _YES.get(value.lower(), value)
    return int(value) if name in _RANGES and value.isdecimal() else value


def _checked(name: str, value: str | int | bool, place: str) -> str | int | bool:
    if name in _RANGES:
        least, most = _RANGES[name]
        if type(value) is not int or not least <= value <= most:
            raise UsageError(
                f"{place}: “{value}” is no number from {least} to {most}; change or remove it",
                code="setting_value",
                details={"name": place, "value": str(value), "least": least, "most": most},
            )
        return value
    if not isinstance(value, bool if name == "secure" else str):
        shown = "…" if name in _SECRET else str(value)
        raise UsageError(
            f"{place}: “{shown}” is not what is meant here; change or remove it",
            code="setting_kind",
            details={"name": place, "value": shown},
        )
    return value
