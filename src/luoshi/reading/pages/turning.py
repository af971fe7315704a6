"""Turns boxes by quarters, so that text that runs sideways is composed like any other."""

from __future__ import annotations

from dataclasses import replace

from luoshi.reading.pages.glyphs import Rule, Sheet


def turned(box: Rule, turn: int, width: float, height: float) -> Rule:
    """Give a box of a page of that size after ``turn`` quarter turns clockwise of the page."""
    for _ in range(turn % 4):
        left, top, right, bottom = box
        box = (height - bottom, left, height - top, right)
        width, height = height, width
    return box


def upright(sheet: Sheet) -> Sheet:
    """Give the sheet with its text upright; the same sheet where it is so already."""
    turn = sheet.turn % 4
    if not turn:
        return sheet
    width, height = sheet.width, sheet.height
    glyphs = []
    for glyph in sheet.glyphs:
        box = turned((glyph.left, glyph.top, glyph.right, glyph.bottom), turn, width, height)
        glyphs.append(replace(glyph, left=box[0], top=box[1], right=box[2], bottom=box[3]))
    rules = [turned(rule, turn, width, height) for rule in sheet.rules]
    if turn % 2:
        width, height = height, width
    return replace(sheet, width=width, height=height, glyphs=glyphs, rules=rules)


def as_displayed(box: Rule, sheet: Sheet) -> Rule:
    """Give a box of the upright sheet where the page as displayed has it."""
    turn = sheet.turn % 4
    if not turn:
        return box
    width, height = (sheet.height, sheet.width) if turn % 2 else (sheet.width, sheet.height)
    return turned(box, 4 - turn, width, height)
