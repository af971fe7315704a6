"""Writes docs/reference/codebook.md from the columns of the dataset; ``python docs/codebook.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from luoshi.lexicon.dataset import DataColumn, row_columns, statement_columns
from luoshi.lexicon.ledger_columns import ledger_columns

PAGE = Path(__file__).parent / "reference" / "codebook.md"
HEAD = """# 数据字典 Codebook

由 `docs/codebook.py` 从 `data/dataset.yaml` 和 `data/ledger_columns.yaml` 生成。
Made by `docs/codebook.py` from `data/dataset.yaml` and `data/ledger_columns.yaml`.

- **parquet、数据框**：下面两张表的各列，一行一条记录。日期是 `date`；`from`、`until` 两头都含，空为不限。
- **jsonl**：同样的名字；“台账”一表的各列在 `row` 里，`pieces` 是 `[起点, 终点]`。
- **位置**：按码点从 0 数起，起点含、终点不含；`text` 就是 `document` 那份文本的这一段。
- Parquet and data frames have the columns of both tables below, one record a row; in jsonl those of the
  second stand under `row`, and `pieces` are pairs. Places are code points from 0, the end exclusive; dates
  include both ends, null is open.
- `list` 一格多个值 several values in a cell；`struct` 一格几个字段 fields in a cell；`json` JSON 文本。
"""


def page() -> str:
    """Give the page as it must stand in the repository."""
    parts = [
        HEAD,
        _table("记录 Statement", statement_columns()),
        _table("台账 Row of the ledger", row_columns()),
        _office(),
    ]
    return "\n".join(parts)


def _table(title: str, columns: Iterable[DataColumn]) -> str:
    lines = [f"## {title}", "", "| 列 column | 类型 type | 含义 | meaning |", "|---|---|---|---|"]
    return "\n".join([*lines, *_lines(columns, "")]) + "\n"


def _lines(columns: Iterable[DataColumn], before: str) -> Iterator[str]:
    for column in columns:
        name = f"{before}{column.name}"
        kind = f"list of {column.type}" if column.many else column.type
        yield f"| `{name}` | {kind} | {column.zh} | {column.en} |"
        yield from _lines(column.fields, f"{name}.")


def _office() -> str:
    titles = (column.title for column in ledger_columns().columns.values() if column.export)
    said = """## xlsx、csv、docx

督查台账的列，从左到右 the columns of the office's table, from left to right: {titles}。
“文本指纹”是 `document`，“原文位置”是 `pieces`，“编号”是 `id`，“版本”是 `version`；\
docx 只印前面常用的列，编号在“任务来源”下面，指纹在文末。
"""
    return said.format(titles=" ".join(titles))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
