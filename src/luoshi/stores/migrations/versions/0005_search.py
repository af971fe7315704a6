"""An index over the words of statements and of documents.

It is left empty.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
made_anew = ("words",)

# every sign that can stand in a word of the index, for all that FTS5 would take for a gap between words
_SIGNS = "\x01\x02" + "".join(chr(code) for code in range(32, 127) if not chr(code).isalnum())
# by the server's own means, so that the table need not hold what only the index is for
_PAIRS = r"string_to_array(rtrim(regexp_replace({0}, '(..)', E'\\1\n', 'g'), E'\n'), E'\n')"


def _grams(name: str) -> str:
    first, second = _PAIRS.format(name), _PAIRS.format(f"substr({name}, 2)")
    return f'({first} || {second} || string_to_array({name}, NULL)) COLLATE "C"'


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        signs = _SIGNS.replace("'", "''").replace('"', '""')
        made = f"content='', columnsize=0, tokenize=\"ascii tokenchars '{signs}'\""
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE search USING fts5(words, {made})")
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE search_documents USING fts5(words, detail=none, {made})"
        )
        return
    heading: sa.Column[Any] = sa.Column("heading", sa.Text(collation="C"), nullable=False)
    traits: sa.Column[Any] = sa.Column("traits", sa.BigInteger, nullable=False)
    tables: dict[str, list[sa.Column[Any]]] = {"search": [heading, traits], "search_documents": []}
    for name, more in tables.items():
        op.create_table(
            name,
            sa.Column("place", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("text", sa.Text(collation="C"), nullable=False),
            *more,
        )
        indexed = ", ".join(_grams(column) for column in ("text", *(("heading",) if more else ())))
        connection.exec_driver_sql(f"CREATE INDEX ix_{name}_grams ON {name} USING gin ({indexed})")


def downgrade() -> None:
    raise NotImplementedError("A ledger does not go back to an earlier step; put back a copy.")
