"""Templates with the words of the request's language and what every page needs."""

from __future__ import annotations

from functools import cache, partial
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

import luoshi
from luoshi.lexicon.messages import say_on_page
from luoshi.serving.identity import form_token, keep
from luoshi.serving.language import language_of
from luoshi.serving.site import site_of
from luoshi.serving.visitors import Visitor
from luoshi.web.navigation import entries

HTMX: Final = "hx-request"


@cache
def templates() -> Environment:
    """Give the templates; texts are escaped everywhere, and a name that is not there is an error."""
    return Environment(
        loader=PackageLoader("luoshi.web", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(template: str, context: dict[str, Any]) -> str:
    """Give a template filled with a context."""
    return templates().get_template(template).render(context)


def context_of(request: Request) -> dict[str, Any]:
    """Give what every template may use; see ``docs/reference/templates.md``.

    ``t(key, **details)`` gives words, ``can(permission)`` asks for the person's, ``csrf`` is the token of
    forms, ``part`` says that only the inner part is wanted (htmx).
    """
    site = site_of(request)
    language = language_of(request)
    visitor: Visitor = request.state.visitor if hasattr(request.state, "visitor") else Visitor(None, "")
    person = visitor.person
    granted = person.permissions if person is not None else frozenset()
    return {
        "t": partial(say_on_page, language),
        "language": language,
        "me": person,
        "can": granted.__contains__,
        "csrf": form_token(site, visitor),
        "path": request.url.path,
        "query": request.url.query,
        "today": site.today(),
        "version": luoshi.__version__,
        "site_title": site.settings.title,
        "nav": entries(granted),
        "part": request.headers.get(HTMX) == "true" and "hx-boosted" not in request.headers,
    }


def page(request: Request, template: str, code: int = 200, **context: Any) -> Response:  # noqa: ANN401
    """Answer with a page; ``code`` is the HTTP status."""
    response = HTMLResponse(render(template, {**context_of(request), **context}), code)
    keep(request, response)
    return response
