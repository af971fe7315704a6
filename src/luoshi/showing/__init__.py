"""Back to the page: draws the page that a record stands on, its characters boxed.

Pages of PDF, OFD and pictures are drawn in a process of their own, as they are read; a text without
pages is laid out here, as it was read.
"""

from luoshi.showing.laid import Drawing, laid_out
from luoshi.showing.marks import marked
from luoshi.showing.paged import PAGED, page_picture

__all__ = ["PAGED", "Drawing", "laid_out", "marked", "page_picture"]
