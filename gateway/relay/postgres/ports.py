"""What the session at a database needs from others, as shapes: a target that is logged in to, somebody who judges, who counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from gateway.crypto.digest import sha256
from gateway.disclosure.counting import Row
from gateway.disclosure.verdict import Over, Warn, Within
from gateway.guards.statements import Snapshot, Statement
from gateway.relay.postgres.stream import Stream
from gateway.vocabulary.outcome import Text


class Cancel(Protocol):
    """Asks the target, over a connection of its own, to give up what it runs. Called, it returns at once."""

    def __call__(self) -> None:
        """Begin; never raises."""

    @property
    def under_way(self) -> bool:
        """True until it has had its effect or failed: what is sent meanwhile might be hit."""


class Connected(Protocol):
    """A target that waits for the first request (`target.connected`)."""

    @property
    def stream(self) -> Stream:
        """The connection."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """Its settings that clients should know, filtered."""

    @property
    def cancel(self) -> Cancel:
        """To end what it runs."""

    @property
    def snapshot_rows(self) -> Sequence[tuple[int, int, str, str, str]]:
        """What `statements.SNAPSHOT_QUERY` gave at the log-in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """A statement that is not sent. `why` is a stable word for the journal; `hint` says what to do instead."""

    sqlstate: str
    why: str
    text: Text
    hint: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Permitted:
    """A statement that may be sent.

    `digest`: SHA-256 of the text as it was typed; `normal`: that text without literals; `relations`: what it reads.
    """

    statement: Statement
    digest: bytes
    normal: str
    relations: tuple[str, ...]

    @classmethod
    def of(cls, sql: str, statement: Statement, normal: str) -> Self:
        """What the gate says of `sql`."""
        relations = tuple(sorted(".".join(place) for place in statement.places))
        return cls(statement=statement, digest=sha256(sql.encode()), normal=normal, relations=relations)


class Judge(Protocol):
    """The gate (`gate.StatementGate`). Never raises for anything a person may have written."""

    def judge(self, sql: str) -> Permitted | Denied:
        """The verdict on one text."""

    def learned(self, snapshot: Snapshot) -> None:
        """What the target has now; verdicts given before hold no longer."""

    def normal(self, sql: str) -> str:
        """The text without literals, empty where that cannot be told."""


class Counter(Protocol):
    """Whether more may be shown. May wait for one commit; raises GatewayFault, which ends the session."""

    def permit(self, statement: int, said: bytes) -> Over | None:
        """Asked first for every statement, by number; `said` is SHA-256 of text and parameters."""

    def show(self, rows: Sequence[Row], statement: int) -> Within | Warn | Over:
        """Asked before the rows go out; Over: none of them does, nor anything more of the statement."""

    def done(self, statement: int) -> None:
        """The statement has ended."""

    def close(self) -> None:
        """The session has ended."""
