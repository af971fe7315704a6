"""What the API refuses in its own way."""

from __future__ import annotations

from luoshi.serving.refusals import Refused


class NoVersion(Refused):
    """A change that does not say which version it is of."""

    status = 428

    def __init__(self, row: int) -> None:
        super().__init__(
            f'Say which version of row {row} you read: send its ETag as If-Match, such as If-Match: "88".',
            code="api_no_version",
            row=row,
        )


class BeingDone(Refused):
    """The same request is just being done."""

    status = 409

    def __init__(self) -> None:
        super().__init__("The same request is just being done; ask again in a moment.", code="key_at_work")
        self.headers = {"Retry-After": "1"}


class BadHeader(Refused):
    """A header that is not written as it should be."""

    status = 422

    def __init__(self, header: str, example: str) -> None:
        super().__init__(
            f"{header} is not written as it should be; write it like {example}.",
            code="api_header",
            header=header,
            example=example,
        )
