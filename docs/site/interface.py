"""The page of the Python interface: what ``luoshi`` offers, from its docstrings and types."""

from __future__ import annotations

import luoshi

_HEAD = {
    "zh": """# Python 接口

`import luoshi` 给出的就是全部公开接口，其余都可能变动。\
说明取自代码，用英文写成；各字段的中文说明见[记录的字段](records.md)。

""",
    "en": """# Python interface

What `import luoshi` offers is the whole interface; all else may change. The fields: [records](records.md).

""",
}
_FUNCTIONS = {"zh": "函数", "en": "Functions"}
_CLASSES = {"zh": "类", "en": "Classes"}
_MODEL = {"zh": "得到的数据", "en": "What they give"}
_GIVEN = ("Document", "Statement", "Finding", "Alignment", "Quantity", "Period")


def python_page(language: str) -> str:
    """Give the page."""
    functions = [name for name in luoshi.__all__ if name.islower() and not name.startswith("_")]
    classes = [name for name in luoshi.__all__ if not name.islower()]
    parts = [_HEAD[language], f"## {_FUNCTIONS[language]}\n\n"]
    parts += [_directive("autofunction", f"luoshi.{name}") for name in functions]
    parts.append(f"## {_CLASSES[language]}\n\n")
    parts += [_directive("autoclass", f"luoshi.{name}", members=True) for name in classes]
    parts.append(f"## {_MODEL[language]}\n\n")
    parts += [_directive("autoclass", f"luoshi.model.{name}", members=True) for name in _GIVEN]
    return "".join(parts)


def _directive(kind: str, name: str, *, members: bool = False) -> str:
    options = "   :members:\n" if members else ""
    return f"```{{eval-rst}}\n.. {kind}:: {name}\n{options}```\n\n"
