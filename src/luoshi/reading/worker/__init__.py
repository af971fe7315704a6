"""Reads a file in a process of its own, so that a crash or an endless loop costs that file alone.

``read_contained`` is called like a format's own ``read`` and gives or raises the same;
``drawn_contained`` gives the picture of a page. One process serves file after file; it is started when
the first is read, replaced when it fails, and ends with the program that started it. It answers in JSON
with plain numbers or a picture, which are checked: nothing that it says can run here.
"""

from __future__ import annotations

from luoshi.reading.worker.pool import drawn_contained, read_contained

__all__ = ["drawn_contained", "read_contained"]
