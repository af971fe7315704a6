"""What the site refuses before anything else is looked at, each with its HTTP status."""

from __future__ import annotations

from luoshi.errors import LuoshiError


class Refused(LuoshiError):  # noqa: N818 - a refusal is an answer, not a fault
    """A request that is not answered; ``status`` is that of HTTP."""

    status = 400
    headers: dict[str, str]

    def __init__(self, sentence: str, *, code: str, **details: str | int) -> None:
        self.headers = {}
        super().__init__(sentence, code=code, details=details)


class NotSignedIn(Refused):
    """Nobody is signed in, or the token is none."""

    status = 401

    def __init__(self) -> None:
        super().__init__("Sign in first, or send a valid token.", code="web_not_signed_in")
        self.headers = {"WWW-Authenticate": "Bearer"}


class NotAllowed(Refused):
    """Who is asking may not do this."""

    status = 403

    def __init__(self, need: str) -> None:
        super().__init__(
            f"Your role may not do this: it needs the permission “{need}”; ask the administrator.",
            code="web_not_allowed",
            permission=need,
        )


class ForgedForm(Refused):
    """A change without the token of this site's own forms."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            "The form is too old or not from this site; load the page again and repeat.", code="web_csrf"
        )


class NoPage(Refused):
    """There is nothing at this address."""

    status = 404

    def __init__(self) -> None:
        super().__init__("There is nothing at this address.", code="web_no_page")


class TooMuch(Refused):
    """More bytes than are taken."""

    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"That is more than the {limit} MiB that are taken at once; send less, or raise the limit.",
            code="web_too_much",
            limit=limit,
        )


class TooOften(Refused):
    """Asked too often; ``seconds`` until it may be tried again."""

    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"That was tried too often; wait {seconds} seconds.", code="web_too_often", seconds=seconds
        )
        self.headers = {"Retry-After": str(seconds)}


class WrongHost(Refused):
    """The request was sent to a name that is not this site's."""

    status = 421

    def __init__(self, host: str) -> None:
        super().__init__(f"This site is at {host}; open it there.", code="web_host", host=host)


class InPerson(Refused):
    """What only a person who signed in may do, never a program with a token."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            "This is done by a person who is signed in, not with a token; open the page.",
            code="web_in_person",
        )


class ProviderFailed(Refused):
    """Signing in by an OpenID provider came to nothing; ``reason`` is the protocol's own word."""

    status = 403

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Signing in by the provider failed: {reason}; try again, or ask the administrator.",
            code="oidc_failed",
            reason=reason,
        )


class StrangerOfProvider(Refused):
    """The provider knows the person, but the office has no account for them, or has shut it."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            "You have no account yet; ask the administrator to invite you, then tie the provider on the page "
            "of your account.",
            code="oidc_stranger",
        )


class NotThisState(Refused):
    """The thing was changed since it was read (``If-Match``)."""

    status = 412

    def __init__(self, row: int) -> None:
        super().__init__(
            f"Row {row} was changed since you read it; read it again and repeat.",
            code="web_precondition",
            row=row,
        )
