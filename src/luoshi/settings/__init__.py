"""Settings that a user may change: environment variables, and a ``luoshi.toml`` in the current folder."""

from __future__ import annotations

from luoshi.settings.file import FILE
from luoshi.settings.ledger import light_rules, workflow
from luoshi.settings.limits import limits
from luoshi.settings.web import WebSettings, web

__all__ = ["FILE", "WebSettings", "light_rules", "limits", "web", "workflow"]
