"""文件: what the ledger was read from, and the way in for more."""

from __future__ import annotations

from luoshi.web.pages.documents.sending import router as sending
from luoshi.web.pages.documents.table import router as table

ROUTERS = (table, sending)
