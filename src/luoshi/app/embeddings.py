"""An embeddings service with the interface of OpenAI, off unless ``LUOSHI_EMBEDDINGS_URL`` names one."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from luoshi.errors import LuoshiError

_TIMEOUT: Final = 30
_BATCH: Final = 64
_MOST: Final = 64 * 2**20  # bytes of an answer

Vector = list[float]


@dataclass(frozen=True, slots=True)
class Service:
    """Where to ask: ``url`` is that of the endpoint (``…/v1/embeddings``)."""

    url: str
    model: str
    key: str = ""


def service(environment: Mapping[str, str] = os.environ) -> Service | None:
    """Give the service that the environment names; ``None`` where it names none.

    Raises:
        LuoshiError: the address is none of http or https.
    """
    url = environment.get("LUOSHI_EMBEDDINGS_URL", "").strip()
    if not url:
        return None
    if not url.startswith(("http://", "https://")):
        raise LuoshiError(
            f"LUOSHI_EMBEDDINGS_URL: {url} is no http address; name the endpoint, such as"
            " http://127.0.0.1:8000/v1/embeddings",
            code="embeddings_url",
            details={"url": url},
        )
    model = environment.get("LUOSHI_EMBEDDINGS_MODEL", "")
    return Service(url, model, environment.get("LUOSHI_EMBEDDINGS_KEY", ""))


def embed(asked: Service, texts: Sequence[str]) -> list[Vector]:
    """Give the vector of each text, brought to the length 1.

    Raises:
        LuoshiError: the service does not answer, or not as it should.
    """
    out: list[Vector] = []
    for at in range(0, len(texts), _BATCH):
        out += _ask(asked, list(texts[at : at + _BATCH]))
    return out


def _ask(asked: Service, texts: list[str]) -> list[Vector]:
    body = json.dumps({"model": asked.model, "input": texts}).encode()
    headers = {"Content-Type": "application/json"}
    if asked.key:
        headers["Authorization"] = f"Bearer {asked.key}"
    request = Request(asked.url, data=body, headers=headers)  # noqa: S310 - http or https, see service
    try:
        with urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310
            rows = json.loads(answer.read(_MOST))["data"]
        rows = sorted(rows, key=lambda row: row["index"])
        vectors = [[float(x) for x in row["embedding"]] for row in rows]
    except (URLError, OSError, ValueError, KeyError, TypeError) as error:
        raise _failed(asked, str(error) or type(error).__name__) from error
    if len(vectors) != len(texts) or len({len(vector) for vector in vectors}) > 1:
        raise _failed(asked, f"{len(vectors)} vectors for {len(texts)} texts")
    return [_unit(vector) for vector in vectors]


def _failed(asked: Service, reason: str) -> LuoshiError:
    return LuoshiError(
        f"{asked.url}: the embeddings service gave no vectors ({reason}); ordered without it",
        code="embeddings_failed",
        details={"url": asked.url, "reason": reason},
    )


def _unit(vector: Vector) -> Vector:
    size = sqrt(sum(x * x for x in vector)) or 1.0
    return [x / size for x in vector]
