"""How Sphinx builds one language of the site; docs/site/build.py says which (``-D language=…``)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

import luoshi

sys.path.insert(0, str(Path(__file__).parent))

project = "luoshi"
author = "The luoshi developers"
release = luoshi.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["luoshi.css"]
templates_path = ["templates"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_show_sourcelink = False
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/language.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
html_theme_options: dict[str, Any] = {}
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
autodoc_typehints = "description"
autodoc_member_order = "bysource"
pygments_style = "friendly"
pygments_dark_style = "native"


def _other_language(app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """Tell the switch of the sidebar where this page lies in the other language."""
    chinese = (app.config.language or "zh").startswith("zh")
    up = "../" * page.count("/")
    same = page if page in app.env.found_docs else "index"  # the search page and the index have none
    context["other_language"] = "English" if chinese else "中文"
    context["other_page"] = f"{up}{'en/' if chinese else '../'}{same}.html"
    context["other_code"] = "en" if chinese else "zh-CN"


def setup(app: Sphinx) -> None:
    """Join what is luoshi's own: search by pairs of characters, and the switch between the languages."""
    from bigrams import SearchPairs

    chinese = (app.config.language or "zh").startswith("zh")
    app.config.html_title = "落实 luoshi" if chinese else "luoshi 落实"
    app.add_search_language(SearchPairs)
    app.config.html_search_language = "zh"  # quotes are Chinese in the English pages too
    app.connect("html-page-context", _other_language)
