"""Official papers (公文): what stands in one, and writing it as Word, web page or PDF by GB/T 9704—2012."""

from luoshi.paper.content import Block, Column, Heading, Inline, Note, Paper, Paragraph, Table

__all__ = ["Block", "Column", "Heading", "Inline", "Note", "Paper", "Paragraph", "Table"]
