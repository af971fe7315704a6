"""Writes a paper as a Word document, its parts made here so that the same paper gives the same bytes."""

from luoshi.paper.docx.package import write

__all__ = ["write"]
