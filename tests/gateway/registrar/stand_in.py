"""Peers without a connection, for what looks only at who somebody is."""

import os
from datetime import UTC, datetime
from typing import Any, Literal, cast

from gateway.crypto.assertion import Assertion, Way
from gateway.ipc.server import Peer
from gateway.registrar.binding import Bound, os_user
from gateway.vocabulary.identity import Role


class Line:
    """Where news would go."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def send(self, body: bytes) -> None:
        self.sent.append(body)

    def close(self) -> None:
        self.sent.append(b"closed")


def peer(
    role: str, *, person: str | None = None, terminal: str | None = "T-1", roles: frozenset[Role] = frozenset()
) -> Peer:
    made = Peer(role=role, uid=os.getuid(), pid=1, connection="C-1", address="192.0.2.7", line=cast(Any, Line()))
    if person is not None:
        made.memo[Bound] = bound(person, terminal, roles, role)
    return made


def bound(
    person: str, terminal: str | None = "T-1", roles: frozenset[Role] = frozenset(), role: str = "session"
) -> Bound:
    said = Assertion(
        connection="C-1",
        person=person,
        username=person.removeprefix("P-"),
        roles=roles,
        door=cast(Literal["session", "office"], role if role in ("session", "office") else "session"),
        os_user=os_user(os.getuid()) if role == "office" else None,
        proved_at=datetime.now(UTC),
        way=Way.CODE,
        issued_at=datetime(2026, 1, 1, tzinfo=UTC),
        expires_at=datetime(2026, 1, 2, tzinfo=UTC),
    )
    return Bound(assertion=said, terminal=terminal)
