"""A scene: plain shapes on a sheet, in points, the origin at the left top; drawn in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Anchor: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``hint`` is read out over it."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Diamond:
    """A square on its corner; ``radius`` is half its diagonal."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; ``y`` is its base line, ``hint`` the whole words where these were shortened.

    ``halo`` draws a white edge around the letters, so that a line behind them does not cross them.
    """

    x: float
    y: float
    text: str
    size: float
    colour: str
    anchor: Anchor = "start"
    bold: bool = False
    hint: str = ""
    halo: bool = False


Shape: TypeAlias = Box | Stroke | Dot | Diamond | Words


@dataclass(frozen=True, slots=True)
class Scene:
    """A sheet with its shapes; ``title`` and ``summary`` are what a screen reader says."""

    width: float
    height: float
    title: str
    summary: str
    shapes: tuple[Shape, ...]
