"""Limits that a user may change: environment variables, and a ``luoshi.toml`` in the current folder."""

from __future__ import annotations

from luoshi.settings.limits import FILE, limits

__all__ = ["FILE", "limits"]
