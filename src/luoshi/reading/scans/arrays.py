"""The type of pictures and boxes as arrays; numpy comes with the recogniser, which is an extra."""

from typing import Any, TypeAlias

Array: TypeAlias = Any
