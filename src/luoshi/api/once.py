"""Posts that carry an ``Idempotency-Key``: the same one again gets the same answer and does nothing.

What was refused did nothing, so it is forgotten and may be tried again with the same key.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from luoshi.api.described import KEYS
from luoshi.api.refusals import BadHeader, BeingDone
from luoshi.errors import ConflictError, LuoshiError
from luoshi.people import Person
from luoshi.serving.csrf import check_form
from luoshi.serving.identity import visitor_of
from luoshi.serving.logs import say
from luoshi.serving.site import Site, site_of
from luoshi.stores.office.answers import Answer, Answers
from luoshi.stores.office.answers import Asked as Kept

HEADER: Final = "idempotency-key"
_STEPS: Final = "/api/v1/rows/"
_PAUSES: Final = (0.0, 0.1, 0.5)
"""Seconds before each try to keep an answer."""
_KEY: Final = re.compile(KEYS)
_TOLD: Final = ("content-type", "etag", "location", "link")
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Once(APIRoute):
    """A route whose posts may carry a key."""

    def get_route_handler(self) -> Handler:
        """Give what answers a request."""
        plain = super().get_route_handler()

        async def handle(request: Request) -> Response:
            visitor = await visitor_of(request)
            if request.method != "POST" or HEADER not in request.headers or visitor.person is None:
                return await plain(request)
            await check_form(request, visitor)
            body = await request.body()
            kept = kept_of(request, visitor.person, sha256(body).hexdigest())
            return await answered(site_of(request), kept, lambda: plain(request))

        return handle


def kept_of(request: Request, person: Person, body: str) -> Kept:
    """Give a request as answers are kept by: all that it says, and what its person may do now.

    Raises:
        BadHeader: the key is not written as it should be.
    """
    if not _KEY.fullmatch(request.headers[HEADER]):
        raise BadHeader("Idempotency-Key", "7d1f0c1e-5b7a")
    parts = (
        request.url.query,
        request.headers.get("if-match", ""),
        request.headers.get("x-file-name", ""),
        " ".join(sorted(person.permissions)),
        body,
    )
    said = sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
    route = f"{request.method} {request.url.path}"[:200]
    once = request.url.path.startswith(_STEPS)
    return Kept(request.headers[HEADER], f"account:{person.account}", route, said, once)


async def answered(site: Site, kept: Kept, work: Callable[[], Coroutine[Any, Any, Response]]) -> Response:
    """Give the answer that was given before; else do the work and keep its answer.

    Raises:
        UsageError: ``key_used``: the key is another request's; ``key_long``.
        BeingDone: the same request is just being done.
        ConflictError: ``key_in_doubt``: it was a step, and its process was lost over it.
    """
    answers = site.store.office.answers
    try:
        before = await run_in_threadpool(answers.begin, kept, datetime.now(UTC))
    except ConflictError as error:
        if error.code != "key_at_work":
            raise
        raise BeingDone from error
    if before is not None:
        return Response(before.body, before.status, dict(before.headers))
    done = False
    try:
        response = await work()
        done = response.status_code < 300
        if done:
            headers = {name: response.headers[name] for name in _TOLD if name in response.headers}
            answer = Answer(response.status_code, headers, bytes(response.body))
            await run_in_threadpool(_keep, answers, kept, answer)
        return response
    finally:
        if not done:
            with suppress(LuoshiError):  # the error of the work itself is the one to be told
                await run_in_threadpool(answers.drop, kept)


def _keep(answers: Answers, kept: Kept, answer: Answer) -> None:
    """Keep an answer; where the ledger does not take it the caller gets it all the same: the work is done."""
    code = ""
    for pause in _PAUSES:
        time.sleep(pause)
        try:
            answers.keep(kept, answer)
        except LuoshiError as error:
            code = error.code
        else:
            return
    say("answer_not_kept", level=logging.WARNING, route=kept.route, code=code)
