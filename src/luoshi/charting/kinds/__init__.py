"""The kinds of charts: a module each, from its data to a scene."""

from __future__ import annotations

from luoshi.charting.data import Chart, Deadlines, Emphasis, Matrix, Targets
from luoshi.charting.frame import Sheet
from luoshi.charting.kinds.deadlines import draw_deadlines
from luoshi.charting.kinds.emphasis import draw_emphasis
from luoshi.charting.kinds.matrix import draw_matrix
from luoshi.charting.kinds.stacks import draw_stacks
from luoshi.charting.kinds.targets import draw_targets
from luoshi.charting.scene import Scene


def draw(chart: Chart) -> Scene:
    """Draw a chart."""
    sheet = Sheet(chart.title)
    match chart.body:
        case Targets():
            draw_targets(sheet, chart.body)
        case Matrix():
            draw_matrix(sheet, chart.body)
        case Deadlines():
            draw_deadlines(sheet, chart.body)
        case Emphasis():
            draw_emphasis(sheet, chart.body)
        case stacks:
            draw_stacks(sheet, stacks)
    return sheet.scene(chart.source, chart.notes)
