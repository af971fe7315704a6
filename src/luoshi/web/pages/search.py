"""搜索: words and fields as they are typed, hits with marks, counts that narrow, faults at their place."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from secrets import token_hex
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from luoshi.app.search_listed import beside, listed
from luoshi.errors import UsageError
from luoshi.serving.identity import keep
from luoshi.serving.packing import answer
from luoshi.serving.page_cache import kept_of
from luoshi.serving.permission import may
from luoshi.web.pages.ledger.desk import Asking, asking
from luoshi.web.rendering import context_of, render
from luoshi.web.views.facets import facets_of
from luoshi.web.views.hits import Hits
from luoshi.web.views.marked import cut_off

router = APIRouter(include_in_schema=False)
READ: Final = may("read", "read_unit")
SIZE: Final = 30
_RUN: Final = token_hex(8)  # another process may have other templates
_NAME, _BODY, _QUERY = (f"{name}{_RUN}" for name in ("name", "body", "query"))  # nobody's text holds these
_FRAMES: Final = 500
_LONGEST: Final = 4000
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What an address of the page says; ``counts``: with the counts, for who has no scripts."""

    q: str = ""
    after: str = ""
    synonyms: bool = False
    counts: bool = False

    @classmethod
    def of(cls, params: QueryParams) -> Said:
        """Take it from an address."""
        return cls(
            params.get("q", "").strip()[:_LONGEST],
            params.get("after", "")[:60],
            bool(params.get("synonyms")),
            bool(params.get("counts")),
        )

    def address(self, path: str = "/search", **more: str) -> str:
        """Give an address with these words and more: ``after`` and ``counts`` are only there where said."""
        said = {"q": self.q, **({"synonyms": "1"} if self.synonyms else {}), **more}
        return f"{path}?{urlencode(said)}"


@router.get("/search", dependencies=[READ])
async def search(request: Request) -> Response:
    """Give the page of the search; to htmx only what was found."""
    asked, said = asking(request), Said.of(request.query_params)
    key = _key("found", asked, said, await asked.site.head())
    etag = _etag(asked, key)
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag, "Vary": "HX-Request, Accept-Encoding"})
    code, fault = 200, None
    try:
        found = await asked.site.pages.made(key, lambda: _found(asked, said))
    except UsageError as error:
        code, fault = 422, error
        found = kept_of(render("search/fault.html", _words(asked) | fault_of(asked, said, error)))
    if asked.part:
        response = answer(request, "", found.packed, "", code)
        if fault is not None:
            response.headers["HX-Retarget"] = "#found"
    else:
        form = asked.site.pages.get(
            (*key, code), lambda: _form(asked, said, found.body.decode(), wrong=fault is not None)
        )
        before, after = _around(asked, said)
        response = answer(request, before, form.packed, after, code)
    keep(request, response)
    response.headers["Vary"] = "HX-Request, Accept-Encoding"
    if fault is None:
        response.headers["ETag"] = etag
    return response


@router.get("/search/beside", dependencies=[READ])
async def counts(request: Request) -> Response:
    """Give what stands beside the hits: how many, counts by value, whole texts; asked for by htmx."""
    asked, said = asking(request), Said.of(request.query_params)
    key = _key("beside", asked, said, await asked.site.head())
    kept = await asked.site.pages.made(key, lambda: _beside(asked, said))
    before = after = ""
    if not asked.part:
        kept = kept_of(_form(asked, said, kept.body.decode(), wrong=False))
        before, after = _around(asked, said)
    response = answer(request, before, kept.packed, after)
    keep(request, response)
    return response


def _form(asked: Asking, said: Said, body: str, *, wrong: bool) -> str:
    shown = Markup(body)  # noqa: S704 - made by our own templates, which escape
    return render("search/asking.html", _words(asked) | {"said": said, "body": shown, "wrong": wrong})


def _around(asked: Asking, said: Said) -> tuple[str, str]:
    """Give what stands before and after the form: made once for a person, and filled in."""
    request = asked.request
    frames: dict[Key, str] = getattr(request.app.state, "search_frames", {})
    key = (asked.person, request.state.visitor.key, asked.language, asked.site.today())
    frame = frames.get(key)
    if frame is None:
        gaps = {"name": _NAME, "body": _BODY, "query": _QUERY}
        frame = render("search/search.html", {**context_of(request), **gaps})
        # a new mapping each time: others may be reading the one before
        request.app.state.search_frames = {**dict(list(frames.items())[-_FRAMES:]), key: frame}
    name = " · ".join(filter(None, (asked.t("search.title"), said.q)))
    frame = frame.replace(_NAME, escape(name)).replace(_QUERY, escape(request.url.query))
    before, _, after = frame.partition(_BODY)
    return before, after


def _key(part: str, asked: Asking, said: Said, head: int) -> Key:
    return ("search", part, said, asked.unit, asked.language, asked.site.today(), head)


def _etag(asked: Asking, key: Key) -> str:
    who = (asked.person.account, asked.person.name, asked.request.state.visitor.key, asked.part)
    return f'W/"{blake2b(repr((_RUN, key, who)).encode(), digest_size=12).hexdigest()}"'


def _words(asked: Asking) -> dict[str, Any]:
    return {"t": asked.t, "language": asked.language}


def _found(asked: Asking, said: Said) -> str:
    """Give the hits; what is the same for all who see the same rows."""
    if not said.q:
        return ""
    site = asked.site
    found = listed(
        site.store,
        said.q,
        day=site.today(),
        limit=SIZE,
        after=said.after or None,
        synonyms=said.synonyms,
        unit=asked.unit,
    )
    few = found.after is None and not said.after
    rows = Hits(asked.words, site.today().isoformat(), asked.unit is None).html(found.hits)
    inline = _beside(asked, said) if said.counts or (few and not found.hits) else ""
    return render(
        "search/found.html",
        {
            **_words(asked),
            "said": said,
            "rows": rows,
            "shown": len(found.hits),
            "total": len(found.hits) if few else None,
            "next": said.address(after=found.after) if found.after else "",
            "first": said.address() if said.after else "",
            "beside": Markup(inline),  # noqa: S704 - made by our own templates
        },
    )


def _beside(asked: Asking, said: Said) -> str:
    found = beside(asked.site.store, said.q, day=asked.site.today(), synonyms=said.synonyms, unit=asked.unit)
    documents = [(one.entry, [cut_off(part) for part in one.snippets]) for one in found.documents]
    return render(
        "search/beside.html",
        {
            **_words(asked),
            "total": found.total if found.total > SIZE else None,
            "exact": found.exact,
            "facets": facets_of(found.facets, asked.words, said.q, said.address),
            "counted": found.facets.counted,
            "all_counted": found.facets.exact,
            "documents": documents,
        },
    )


def fault_of(asked: Asking, said: Said, error: UsageError) -> dict[str, Any]:
    """Give the sentence of a fault, and the query cut where it is: before, the place itself, after."""
    at = error.details.get("at")
    cut = None
    if isinstance(at, int) and 0 < at <= len(said.q) + 1:
        cut = (said.q[: at - 1], said.q[at - 1 : at], said.q[at:])
    return {"sentence": asked.sentence(error), "cut": cut}
