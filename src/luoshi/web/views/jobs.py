"""Jobs and what became of files, in the words of a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from luoshi.lexicon.messages import known, page_words, say, say_error, say_on_page, say_remark
from luoshi.model.document import Remark
from luoshi.serving.queue import outcomes
from luoshi.stores.office.job import ALIVE, Job
from luoshi.web.views.people import local

_TONES: Final = {
    "added": "green",
    "revised": "green",
    "already": "soft",
    "bare": "yellow",
    "asks": "yellow",
    "failed": "red",
    "skipped": "soft",
}
_STATES: Final = {
    "waiting": "soft",
    "running": "yellow",
    "done": "green",
    "failed": "red",
    "cancelled": "soft",
}


@dataclass(frozen=True, slots=True)
class FileView:
    """What became of a file: a word with its tone, a sentence, remarks of reading, a link where it is there.

    ``asks`` is the hash of the text that it may replace, and ``other`` that text's name.
    """

    source: str
    word: str
    tone: str
    sentence: str
    read_as: str
    remarks: tuple[str, ...]
    document: str
    asks: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class JobView:
    """A job: ``done`` of ``total`` parts, ``at`` the one at hand; ``said`` what came of it in a sentence.

    ``file`` is the name of a file to fetch, ``href`` the page where what it made is seen.
    """

    id: int
    kind: str
    word: str
    state: str
    state_word: str
    tone: str
    is_alive: bool
    author: str
    created: str
    changed: str
    total: int
    done: int
    at: str
    said: str
    files: tuple[FileView, ...]
    left_out: int
    file: str
    href: str = ""


def job_view(job: Job, language: str, waits: Callable[[Mapping[str, Any]], bool] | None = None) -> JobView:
    """Give the view of a job; ``waits`` says whether a file of its payload still waits for an answer."""
    told: dict[str, Any] = job.result or job.progress or {}
    given = told.get("outcomes", ()) if job.kind == "add" else ()
    files = tuple(_file(job, outcome, language, waits) for outcome in given)
    total = told.get("total") or (len(job.payload["files"]) if job.kind == "add" else 0)
    return JobView(
        id=job.id,
        kind=job.kind,
        word=_word(_kind(job), job.kind, language),
        state=job.state,
        state_word=say_on_page(language, f"jobs.state.{job.state}"),
        tone=_STATES[job.state],
        is_alive=job.state in ALIVE,
        author=job.author,
        created=local(job.created),
        changed=local(job.changed),
        total=total,
        done=told.get("settled", told.get("done", 0)) or 0,
        at=told.get("at") or "",
        said=_said(job, given, language),
        files=files,
        left_out=told.get("left_out", 0),
        file=told.get("file", "") if job.kind == "export" and job.state == "done" else "",
        href=f"/briefs/{job.id}" if job.kind == "brief" else "",
    )


def _kind(job: Job) -> str:
    """Give the key of what a job is called; a brief by its own kind."""
    return f"briefs.kind.{job.payload['asked']['kind']}" if job.kind == "brief" else f"jobs.kind.{job.kind}"


def _file(
    job: Job,
    outcome: Mapping[str, Any],
    language: str,
    waits: Callable[[Mapping[str, Any]], bool] | None,
) -> FileView:
    standing = outcome["standing"]
    file = job.payload["files"][outcome["file"]]
    asks = standing == "asks" and waits is not None and job.state != "running" and waits(file)
    details = outcome["error"][2] if "error" in outcome else {}
    word = "answered" if standing == "asks" and not asks and job.state == "done" else standing
    return FileView(
        source=outcome["source"],
        word=say_on_page(language, f"jobs.standing.{word}"),
        tone=_TONES.get(word, "soft"),
        sentence=_sentence(outcome, language) if word != "answered" else _answered(outcome, language),
        read_as=_read_as(outcome, language),
        remarks=tuple(
            say_remark(language, Remark(code, dict(details)), "")
            for code, details in outcome.get("remarks", ())
        ),
        document=outcome.get("document", "") if standing in ("added", "revised", "already", "bare") else "",
        asks=str(details.get("document", "")).rstrip("…") if asks else "",
        other=str(details.get("other", "")) if standing == "asks" else "",
    )


def _answered(outcome: Mapping[str, Any], language: str) -> str:
    other = outcome["error"][2].get("other", "")
    return say_on_page(language, "jobs.file.answered", other=other)


def _sentence(outcome: Mapping[str, Any], language: str) -> str:
    standing = outcome["standing"]
    if standing == "asks":
        return say_on_page(language, "jobs.file.asks", other=outcome["error"][2].get("other", ""))
    if "error" in outcome:
        sentence = outcomes.sentence(language, outcome["error"])
        for colon in ("：", ": "):  # the name stands beside it
            sentence = sentence.removeprefix(f"{outcome['source']}{colon}")
        return sentence
    if standing == "skipped":
        key = f"report.skipped.{outcome['skipped']}"
        return say(language, key) if known(key) else str(outcome["skipped"])
    if standing == "revised":
        counts = {"created": outcome["created"], **outcome.get("changes", {})}
        parts = [(name, counts.get(name, 0)) for name in ("revised", "created", "withdrawn", "unmatched")]
        said = [say_on_page(language, f"jobs.file.{name}", count=count) for name, count in parts if count]
        return ("，" if language == "zh" else ", ").join(said)
    return say_on_page(language, f"jobs.file.{standing}", count=outcome["created"])


def _read_as(outcome: Mapping[str, Any], language: str) -> str:
    parts = [outcome.get("format", "")]
    if outcome.get("pages"):
        parts.append(say_on_page(language, "jobs.pages", pages=outcome["pages"]))
    if outcome.get("ocr_pages"):
        parts.append(say_on_page(language, "jobs.ocr", pages=outcome["ocr_pages"]))
    if outcome.get("characters"):
        parts.append(say_on_page(language, "jobs.characters", characters=outcome["characters"]))
    return " · ".join(filter(None, parts))


def _said(job: Job, given: Any, language: str) -> str:  # noqa: ANN401 - what JSON holds
    if job.failure is not None:
        from luoshi.errors import LuoshiError

        failure = job.failure
        return say_error(
            language, LuoshiError(failure.sentence, code=failure.code, details=failure.details or {})
        )
    if job.state != "done":
        return ""
    if job.kind == "add":
        standings = Counter(one["standing"] for one in given)
        parts = {
            "added": standings["added"] + standings["revised"] + standings["bare"],
            **{name: standings[name] for name in ("already", "asks", "failed")},
        }
        said = [
            say_on_page(language, f"jobs.sum.{name}", count=number)
            for name, number in parts.items()
            if number
        ]
        created = sum(one["created"] for one in given)
        if created:
            said.append(say_on_page(language, "jobs.sum.rows", count=created))
        return ("，" if language == "zh" else ", ").join(said)
    if job.kind == "brief":
        return str(job.result["title"])
    key = f"jobs.done.{job.kind}"
    numbers = {name: value for name, value in (job.result or {}).items() if isinstance(value, int)}
    return say_on_page(language, key, **numbers) if key in page_words() else ""


def _word(key: str, otherwise: str, language: str) -> str:
    return say_on_page(language, key) if key in page_words() else otherwise
