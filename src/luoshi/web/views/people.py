"""Accounts, tokens and deeds as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from luoshi.lexicon.messages import page_words, say_on_page
from luoshi.people import Account, Token, permissions, roles
from luoshi.stores.office.audit import Entry
from luoshi.stores.office.instants import instant
from luoshi.stores.office.trail import Step


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token: ``state`` is ``good``, ``expired`` or ``revoked``; days are of this machine's own zone."""

    id: int
    label: str
    scopes: str
    created: str
    expires: str
    last_used: str
    state: str


@dataclass(frozen=True, slots=True)
class DeedView:
    """An entry of the audit or of the chain; ``href`` leads to the row where it is of one."""

    at: str
    who: str
    what: str
    subject: str
    details: str
    href: str = ""
    address: str = ""
    request: str = ""


def role_word(name: str, language: str) -> str:
    """Give a role's word; one that there no longer is, by its name."""
    found = roles().get(name)
    return name if found is None else {"zh": found.zh, "en": found.en}[language]


def role_options(language: str) -> list[tuple[str, str]]:
    """Give the roles for a choice."""
    return [(name, role_word(name, language)) for name in roles()]


def token_views(tokens: Iterable[Token], language: str, now: datetime) -> list[TokenView]:
    """Give the tokens that count first."""
    views = [_token(token, language, now) for token in tokens]
    return sorted(views, key=lambda view: view.state != "good")


def _token(token: Token, language: str, now: datetime) -> TokenView:
    state = "revoked" if token.revoked else "expired" if token.expires <= instant(now) else "good"
    comma = "、" if language == "zh" else ", "
    words = permissions()
    scopes = comma.join(words[name][language] for name in words if name in token.scopes)
    used = local(token.last_used) if token.last_used else ""
    last = datetime.fromisoformat(token.expires) - timedelta(milliseconds=1)  # the last day that it counts
    return TokenView(token.id, token.label, scopes, day(token.created), day(last.isoformat()), used, state)


def deed_view(entry: Entry, language: str) -> DeedView:
    """Give an entry of the audit in words."""
    deed = entry.deed
    details = [_detail(str(name), value, language) for name, value in dict(deed.details).items()]
    return DeedView(
        local(entry.at),
        deed.who,
        _word(f"admin.deed.{deed.what}", deed.what, language),
        _subject(deed.subject, language),
        ("；" if language == "zh" else "; ").join(filter(None, details)),
        address=deed.address,
        request=deed.request,
    )


def step_view(step: Step, language: str) -> DeedView:
    """Give an event of the chain in words."""
    is_row = step.subject.startswith("#")
    return DeedView(
        local(step.at),
        step.author,
        _word(f"admin.event.{step.kind}", step.kind, language),
        step.subject if is_row else step.subject[:10],
        step.reason,
        href=f"/ledger/{step.subject[1:]}" if is_row else "",
    )


def local(at: str) -> str:
    """Give a point in time of UTC as this machine's clock had it, to the minute."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def day(at: str) -> str:
    """Give the day of a point in time."""
    return local(at)[:10]


def standing(account: Account) -> str:
    """Give how an account stands: ``shut``, ``invited`` (nobody has entered by it yet) or ``active``."""
    if not account.active:
        return "shut"
    return "active" if account.has_password or account.tied else "invited"


def _subject(subject: str, language: str) -> str:
    """Give what a deed was done to: a name as it is, ``draft:7`` in words."""
    kind, _, number = subject.partition(":")
    key = f"admin.subject.{kind}"
    return say_on_page(language, key, number=number) if number and key in page_words() else subject


def _detail(name: str, value: object, language: str) -> str:
    colon = "：" if language == "zh" else ": "
    if isinstance(value, list) and name in ("role", "unit", "name", "active"):
        said = " → ".join(_value(name, one, language) for one in value)
    elif isinstance(value, list):
        words = filter(None, (_value("scopes", one, language) for one in value))
        said = ("、" if language == "zh" else ", ").join(words)
    else:
        said = _value(name, value, language)
    return f"{_word(f'admin.detail.{name}', name, language)}{colon}{said}" if said else ""


def _value(name: str, value: object, language: str) -> str:
    if value is None or value == "":
        return "" if name != "unit" else _word("admin.value.none", "—", language)
    if name == "role":
        return role_word(str(value), language)
    if name == "scopes" and str(value) in permissions():
        return permissions()[str(value)][language]
    key = str(value).lower() if isinstance(value, bool) else str(value)
    return _word(f"admin.value.{key}", str(value), language)


def _word(key: str, otherwise: str, language: str) -> str:
    return say_on_page(language, key) if key in page_words() else otherwise
