"""Pages of kept files for whoever reads beside them: pictures, and where each character stands."""

from luoshi.app.paper.laid import Laid
from luoshi.app.paper.papers import Papers, Preparing

__all__ = ["Laid", "Papers", "Preparing"]
