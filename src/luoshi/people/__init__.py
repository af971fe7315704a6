"""Who works with the ledger and what each may do; pure, but for the random salt of a password."""

from luoshi.people.account import Account, Changes, Person, Token, person_of
from luoshi.people.names import checked_name, folded
from luoshi.people.roles import Role, permissions, role, roles

__all__ = [
    "Account",
    "Changes",
    "Person",
    "Role",
    "Token",
    "checked_name",
    "folded",
    "permissions",
    "person_of",
    "role",
    "roles",
]
