"""The arguments of the tools, with the words that an assistant reads of them."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - a field is called date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from luoshi.mcp.limits import MOST_RECORDS

_MOST_NUMBER = 2**53 - 1
_TEXT = "台账里的文件：文本 SHA-256 的开头（8 位以上）、标题或文件名；或 file: 加允许读取的目录下的相对路径"

Limit = Annotated[int, Field(ge=1, le=MOST_RECORDS, description="最多给几条")]
Place = Annotated[int, Field(ge=0, le=_MOST_NUMBER, description="从上一页的 next 接着")]
Number = Annotated[int, Field(ge=1, le=_MOST_NUMBER, description="台账序号")]
Words = Annotated[str, Field(max_length=200)]
Long = Annotated[str, Field(max_length=4000)]
TextName = Annotated[str, Field(min_length=1, max_length=500, description=_TEXT)]


class Arguments(BaseModel):
    """Arguments: nothing but those that are named."""

    model_config = ConfigDict(extra="forbid")


class Search(Arguments):
    """What is looked for."""

    query: str = Field(
        min_length=1,
        max_length=400,
        description='检索式，如 低空经济 主题：科技创新 期限：<2026-07；"整句"、-不含、或、括号都可以用',
    )
    limit: Limit = 20
    after: str | None = Field(None, max_length=40, description="从上一页的 next 接着")
    synonyms: bool = Field(False, description="同义词也算")
    facets: bool = Field(False, description="另按类别、主题、辖区等分别计数")


class Documents(Arguments):
    """Which documents are listed."""

    words: Words | None = Field(None, description="标题、文件名、单位里有这个词")
    limit: Limit = 50
    after: Place = 0


class Rows(Arguments):
    """Which rows are listed."""

    type: Literal["commitment", "result", "problem", "event"] | None = Field(
        None, description="承诺、结果、问题、事件"
    )
    force: Literal["binding", "firm", "directional", "striving", "exploratory"] | None = Field(
        None, description="约束力"
    )
    light: Literal["red", "yellow", "green", "blue"] | None = Field(
        None, description="红：逾期或滞后；黄：临期；绿：正常；蓝：办结"
    )
    state: Words | None = Field(None, description="created、assigned、under_way、reported、verified、closed")
    review: Words | None = Field(None, description="审核：pending、accepted、corrected、rejected……")
    theme: Words | None = Field(None, description="主题里有这个词")
    lead: Words | None = Field(None, description="牵头单位名称里有这个词")
    document: TextName | None = None
    due_from: Day | None = Field(None, description="完成时限不早于这一天")
    due_until: Day | None = Field(None, description="完成时限不晚于这一天")
    limit: Limit = 20
    after: Place = 0


class Row(Arguments):
    """One row."""

    row: Annotated[int | str, Field(description="台账序号，或记录的 id")]


class History(Arguments):
    """Whose history is told."""

    row: Number
    limit: Limit = 50
    after: Place = 0


class Extract(Arguments):
    """The text to extract from: either ``document`` or ``text``."""

    document: TextName | None = None
    text: str | None = Field(None, description="直接给出的文本")
    date: Day | None = Field(None, description="文本的日期，如 2025-10-30；“今年”“年底前”按它推算")
    type: Literal["commitment", "result", "problem", "event"] | None = None
    limit: Limit = 20
    after: Place = 0


class Follow(Arguments):
    """Two texts, the promise and its report."""

    earlier: TextName
    later: TextName
    standing: (
        Literal[
            "met",
            "missed",
            "admitted_missed",
            "reported",
            "qualitative",
            "silent",
            "done",
            "under_way",
            "repeated",
            "dropped",
        ]
        | None
    ) = Field(None, description="只要这一种")
    limit: Limit = 20
    after: Place = 0


class Align(Arguments):
    """A local text and a central one."""

    local: TextName
    central: TextName
    view: Literal["alignments", "coverage"] = Field(
        "alignments", description="alignments：逐条承诺；coverage：逐条上级条款，谁承接、谁没有承接"
    )
    standing: Literal["aligned", "unaligned", "taken_up", "touched", "untaken"] | None = Field(
        None, description="只要这一种：前两种是承诺的，后三种是条款的"
    )
    limit: Limit = 20
    after: Place = 0


class Seen(Arguments):
    """What every step says."""

    row: Number
    version: Annotated[int, Field(ge=1, le=_MOST_NUMBER, description="看到的版本：记录里的 row.version")]
    reason: Long | None = Field(None, description="理由")


class Review(Seen):
    """A decision on a row."""

    decision: Literal["accept", "reject"] = Field(description="采纳，或剔除（要写理由）")


class Report(Seen):
    """How far a row has come."""

    progress: Long = Field(min_length=1, description="进展情况")
    percentage: Annotated[int, Field(ge=0, le=100)] | None = Field(None, description="完成百分比")
    problems: Long | None = Field(None, description="存在问题")
    next_steps: Long | None = Field(None, description="下步措施")
