"""What a PostgreSQL server refuses, in sentences: by the state (SQLSTATE) that it names, else its words."""

from __future__ import annotations

import re

LOST = ("08", "57P01", "57P02", "57P05")
"""States of a connection that is gone: the server stopped, or closed it."""

AGAIN = ("40001", "40P01")
"""States after which the same work may do: others were in between."""

STARTING = "57P03"

_FULL = (
    "ledger_full",
    "The disk of {name} is full; make room and try again. Nothing of the last step was kept.",
)
_LOST = (
    "ledger_lost",
    "The connection to {name} was lost ({reason}); check the server and the network, then try again. "
    "Nothing of the last step was kept.",
)
_CROWDED = (
    "ledger_crowded",
    "{name} has no room for this now ({reason}); try again later, or ask the server's administrator.",
)
_NO_RIGHT = (
    "ledger_no_right",
    "{name} refuses this user ({reason}); ask the database's administrator for the right, "
    "or name another user.",
)
_NO_ENTRY = (
    "ledger_no_entry",
    "{name} does not let this user in ({reason}); check the user and the password "
    "(PGPASSWORD or ~/.pgpass keep it out of the command).",
)
_NO_DATABASE = (
    "ledger_no_database",
    "There is no such database at {name}; have it made first, as with createdb.",
)
_NO_SERVER = (
    "ledger_no_server",
    "No server answers at {name} ({reason}); check the address and that the server runs.",
)

SENTENCES = {  # by how the state begins: the code and the sentence
    **dict.fromkeys(LOST, _LOST),
    STARTING: (
        "ledger_starting",
        "{name} is starting or stopping ({reason}); try again in a moment.",
    ),
    "57014": (
        "ledger_slow",
        "{name} took too long for one request ({reason}); try again when it is less busy.",
    ),
    "53100": _FULL,
    "53": _CROWDED,
    "55P03": (
        "ledger_busy",
        "Another process is writing to {name} and did not finish in time; try again when it is done.",
    ),
    **dict.fromkeys(
        AGAIN,
        (
            "ledger_collided",
            "Others write to {name} so much that the step did not come through ({reason}); try again.",
        ),
    ),
    "25P03": _LOST,
    "25006": (
        "ledger_server_read_only",
        "{name} takes no writes: the server is a standby, or was made read-only; "
        "name the one that takes them.",
    ),
    "42501": _NO_RIGHT,
    "28": _NO_ENTRY,
    "3D000": _NO_DATABASE,
    "54": ("ledger_too_big", "A text is too long for {name} ({reason}); split the document."),
    "58": ("ledger_io", "{name} could not be read or written ({reason}); check the disk and try again."),
    "XX001": ("ledger_damaged", "{name} is damaged; put back a copy of it."),
    "XX002": ("ledger_damaged", "{name} is damaged; put back a copy of it."),
}

# a server that refuses to let in names no state to the driver: only words, in the server's language
_SAID = tuple(
    (re.compile("|".join(said)), words)
    for words, *said in (
        (_NO_DATABASE, 'database "[^"]*" does not exist', '数据库 ?"[^"]*" ?不存在'),
        (_CROWDED, "too many (clients|connections)", "remaining connection slots", "连接.*太多|太多.*连接"),
        (SENTENCES[STARTING], "starting up|shutting down|recovery mode", "正在启动|正在关闭|恢复模式"),
        (_NO_RIGHT, "permission denied for database", "对数据库.*权限不够"),
        (
            _NO_ENTRY,
            "authentication failed|no password supplied|pg_hba.conf|not permitted to log in",
            "认证失败",
        ),
        (_NO_ENTRY, 'role "[^"]*" does not exist', '角色 ?"[^"]*" ?不存在'),
        (_LOST, "server closed the connection|terminating connection|SSL SYSCALL"),
        (_LOST, "connection .*(lost|closed|reset)", "sending query failed|consuming input failed"),
        (_LOST, "could not (send|receive) data|no connection to the server"),
        (_NO_SERVER, "refused|No such file|resolve host|not known|failed to connect"),
        (_NO_SERVER, "timed? ?out|timeout|unreachable|No route"),
    )
)
SAID = tuple(words for _, words in _SAID)
"""The sentences for what a server only says in words."""


def words_of(state: str | None, reason: str) -> tuple[str, str] | None:
    """Give the code and the sentence for what a server says; ``None`` where neither is known."""
    if state:
        return next((words for opening, words in SENTENCES.items() if state.startswith(opening)), None)
    return next((words for said, words in _SAID if said.search(reason)), None)


def is_lost(error: BaseException) -> bool:
    """Say whether the connection is gone, so that what was not confirmed is undone by the server."""
    state: str | None = getattr(error, "sqlstate", None)
    if state:
        return state.startswith((*LOST, STARTING))
    words = words_of(None, str(error))
    return words is not None and words[0] in ("ledger_lost", "ledger_starting")


def may_again(error: BaseException) -> bool:
    """Say whether the same work may come through when it is done again."""
    return (getattr(error, "sqlstate", None) or "").startswith(AGAIN)
