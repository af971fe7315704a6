"""Finding words in texts: the query language, what an index holds of a text, and marks in it. Pure."""

from luoshi.searching.folding import fold
from luoshi.searching.marking import marks, stretches
from luoshi.searching.parsing import parse
from luoshi.searching.query import And, Field, Not, Or, Query, Word

__all__ = ["And", "Field", "Not", "Or", "Query", "Word", "fold", "marks", "parse", "stretches"]
