"""What alarms, how badly, in which words, and what to do next: THE table. A kind that is not here is no alarm.

An alarm is made from one entry's own fields, never from anything else, so the same entry always says the same. It holds user
names, ids and addresses; no name of a person, no path, no content. What a client could choose is escaped and cut short.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from gateway.detection import alert_texts as texts
from gateway.detection.wording import Fields, harmless
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text

Data = Mapping[str, Any]
ALARMED_PAUSES: Final = 3  # of one session; its person is told the same (sessions/texts.py)
NameOf = Callable[[str], str | None]
"""The user name of a person's id, or the name of a terminal's; None where nobody knows it."""


class Severity(StrEnum):
    """How soon somebody must look, worst first."""

    URGENT = "urgent"  # now: somebody does what nobody may, or a promise of the gateway is broken
    WARNING = "warning"  # today


SHOWN: Final[Mapping[Severity, Text]] = MappingProxyType(
    {Severity.URGENT: Text(ja="緊急", en="URGENT"), Severity.WARNING: Text(ja="警告", en="warning")}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alarm in words. `next` says what to do, `ask` whom to ask.

    Two alarms of one kind with the same `about` (an id, a name, or nothing) are more of the same.
    """

    severity: Severity
    about: str
    says: Text
    next: Text
    ask: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of the table. `says` has the entry's fields in braces; `when` tells which entries of the kind alarm.

    `about` is the field that tells one matter from another; it may be nothing that strangers choose, or they could make news
    of every attempt.
    """

    severity: Severity
    says: Text
    next: Text
    ask: Text = texts.ASK_ADMINISTRATOR
    about: str = "person"
    when: Callable[[Data], bool] = lambda _: True


def _one_of(field: str, *words: str) -> Callable[[Data], bool]:
    return lambda data: data.get(field) in words


def _fails(data: Data) -> bool:
    return data.get("holds") is not True


_TABLE: Final = {
    "refusal.repeated": Row(severity=Severity.URGENT, says=texts.REPEATED, next=texts.LOOK_AT_PERSON),
    "lease.refused": Row(severity=Severity.URGENT, says=texts.TWO_TERMINALS, next=texts.ASK_WHO_IT_WAS),
    "upload.refused": Row(
        severity=Severity.URGENT,
        says=texts.UPLOAD,
        next=texts.LOOK_AT_PERSON,
        when=_one_of("why", "personal-data", "unreadable"),
    ),
    "disclosure.frozen": Row(severity=Severity.URGENT, says=texts.BUDGET, next=texts.LOOK_AT_FREEZE),
    "disclosure.canary": Row(severity=Severity.URGENT, says=texts.CANARY, next=texts.WATCH_SESSION),
    "disclosure.unread": Row(severity=Severity.WARNING, says=texts.UNREAD, next=texts.WATCH_SESSION),
    "disclosure.foreign_client": Row(severity=Severity.URGENT, says=texts.FOREIGN, next=texts.LOOK_AT_PERSON),
    "statement.refused": Row(
        severity=Severity.URGENT,
        says=texts.FOREIGN_STATEMENT,
        next=texts.LOOK_AT_PERSON,
        when=_one_of("why", "client"),
    ),
    "sweep.rows": Row(severity=Severity.WARNING, says=texts.ROWS_SWEPT, next=texts.LOOK_AT_BUDGET),
    "sweep.statements": Row(severity=Severity.WARNING, says=texts.STATEMENTS_SWEPT, next=texts.LOOK_AT_PERSON),
    "sweep.keys": Row(severity=Severity.WARNING, says=texts.KEYS_SWEPT, next=texts.LOOK_AT_BUDGET),
    "guard.tripped": Row(severity=Severity.URGENT, says=texts.TRIPPED, next=texts.LOOK_AT_PERSON),
    "session.paused": Row(
        severity=Severity.WARNING,
        says=texts.PAUSED,
        next=texts.LOOK_AT_SCREEN,
        about="session",
        when=lambda data: isinstance(data.get("so_far"), int) and data["so_far"] >= ALARMED_PAUSES,
    ),
    "session.unwatched": Row(
        severity=Severity.WARNING, says=texts.UNWATCHED, next=texts.WATCH_IT, ask=texts.ASK_ENGINEER, about="session"
    ),
    "login.locked": Row(severity=Severity.WARNING, says=texts.LOCKED, next=texts.ASK_WHO_IT_WAS, about="username"),
    "office.declined": Row(
        severity=Severity.WARNING,
        says=texts.OFFICE_LOCKED,
        next=texts.ASK_WHO_IT_WAS,
        about="os_user",
        when=_one_of("verdict", "locked"),
    ),
    "office.seen_elsewhere": Row(severity=Severity.WARNING, says=texts.SEEN_ELSEWHERE, next=texts.END_SIGN_IN),
    "login.terminal_unapproved": Row(
        severity=Severity.WARNING, says=texts.UNAPPROVED, next=texts.LOOK_AT_ADDRESS, ask=texts.ASK_NETWORK
    ),
    "login.key_counter_decreased": Row(
        severity=Severity.URGENT, says=texts.COUNTER, next=texts.REVOKE_KEY, about="fingerprint"
    ),
    "passkey.counter_decreased": Row(
        severity=Severity.URGENT, says=texts.PASSKEY_COUNTER, next=texts.REMOVE_PASSKEY, about="passkey"
    ),
    "recovery.used": Row(severity=Severity.WARNING, says=texts.RECOVERY_USED, next=texts.ASK_WHO_IT_WAS),
    "terminal.key_copied": Row(
        severity=Severity.URGENT, says=texts.COPIED, next=texts.REVOKE_TERMINAL, about="terminal"
    ),
    "connection.refused": Row(
        severity=Severity.WARNING,
        says=texts.FLOOD,
        next=texts.LOOK_AT_ADDRESS,
        ask=texts.ASK_NETWORK,
        when=_one_of("why", "too-many", "unavailable", "evicted", "crowded-out"),
    ),
    "session.ended": Row(
        severity=Severity.URGENT,
        says=texts.NOT_RECORDED,
        next=texts.LOOK_AT_DISK,
        ask=texts.ASK_OPERATIONS,
        when=_one_of("reason", "not-recorded"),
    ),
    "recording.closed": Row(
        severity=Severity.WARNING,
        says=texts.INTERRUPTED,
        next=texts.VERIFY_RECORDING,
        ask=texts.ASK_AUDITOR,
        when=_one_of("how", "interrupted"),
    ),
    "recording.unrecovered": Row(
        severity=Severity.URGENT, says=texts.UNRECOVERED, next=texts.VERIFY_RECORDING, ask=texts.ASK_AUDITOR
    ),
    "recording.verified": Row(
        severity=Severity.URGENT,
        says=texts.DOES_NOT_HOLD,
        next=texts.KEEP_IT,
        ask=texts.ASK_AUDITOR,
        when=_fails,
        about="recording",
    ),
    "keeper.violation": Row(
        severity=Severity.URGENT, says=texts.VIOLATION, next=texts.STOP_IT, ask=texts.ASK_OPERATIONS
    ),
    "registrar.violation": Row(
        severity=Severity.URGENT, says=texts.VIOLATION, next=texts.STOP_IT, ask=texts.ASK_OPERATIONS
    ),
    "rotation.failed": Row(
        severity=Severity.URGENT,
        says=texts.ROTATION,
        next=texts.ROTATE_BY_HAND,
        ask=texts.ASK_OPERATIONS,
        about="target",
    ),
    "catalogue.drift": Row(severity=Severity.WARNING, says=texts.DRIFT, next=texts.HAVE_IT_CLASSIFIED, about="target"),
    "target.certificate_ending": Row(
        severity=Severity.WARNING, says=texts.CERTIFICATE_ENDING, next=texts.PIN_THE_NEXT, about="target"
    ),
    "target.probed": Row(
        severity=Severity.URGENT,
        says=texts.DIRECT_WAY,
        next=texts.CLOSE_THE_WAY,
        when=_one_of("outcome", "open", "another-host"),
        about="target",
    ),
    "node.lost": Row(
        severity=Severity.URGENT, says=texts.NODE_LOST, next=texts.LOOK_AT_NODE, ask=texts.ASK_OPERATIONS, about="node"
    ),
    "node.policies_differ": Row(
        severity=Severity.URGENT, says=texts.POLICIES_DIFFER, next=texts.BRING_OUT_POLICY, ask=texts.ASK_OPERATIONS
    ),
    "clock.jumped": Row(severity=Severity.URGENT, says=texts.CLOCK, next=texts.LOOK_AT_CLOCK, ask=texts.ASK_OPERATIONS),
    "clock.behind": Row(
        severity=Severity.URGENT, says=texts.CLOCK_BEHIND, next=texts.LOOK_AT_CLOCK, ask=texts.ASK_OPERATIONS
    ),
    "clock.unsynchronised": Row(
        severity=Severity.WARNING, says=texts.UNSYNCHRONISED, next=texts.LOOK_AT_CLOCK, ask=texts.ASK_OPERATIONS
    ),
    "recording.not_shipped": Row(
        severity=Severity.URGENT,
        says=texts.NOT_SHIPPED,
        next=texts.LOOK_AT_STORE,
        ask=texts.ASK_OPERATIONS,
        about="recording",
    ),
    "store.lost": Row(
        severity=Severity.WARNING,
        says=texts.STORE_LOST,
        next=texts.BRING_STORE_BACK,
        ask=texts.ASK_OPERATIONS,
        about="why",
    ),
    "space.full": Row(
        severity=Severity.URGENT, says=texts.FULL, next=texts.MAKE_ROOM, ask=texts.ASK_OPERATIONS, about="place"
    ),
    "space.short": Row(
        severity=Severity.URGENT, says=texts.SHORT, next=texts.MAKE_ROOM, ask=texts.ASK_OPERATIONS, about="place"
    ),
    "space.ends_soon": Row(
        severity=Severity.WARNING, says=texts.ENDS_SOON, next=texts.MAKE_ROOM, ask=texts.ASK_OPERATIONS, about="place"
    ),
}
TABLE: Final[Mapping[str, Row]] = MappingProxyType(_TABLE)
KINDS: Final = frozenset(TABLE)


def alarm_of(kind: str, data: Data, name_of: NameOf) -> Alarm | None:
    """The alarm an entry of `kind` with these fields is; None where it is none."""
    row = TABLE.get(kind)
    if row is None or not row.when(data):
        return None
    ja = Fields(kind, data, name_of, Language.JAPANESE).filled(row.says.ja)
    en = Fields(kind, data, name_of, Language.ENGLISH).filled(row.says.en)
    says = Text(ja=ja, en=en.encode("ascii", "backslashreplace").decode())
    about = harmless(data.get(row.about, ""))
    return Alarm(severity=row.severity, about=about, says=says, next=row.next, ask=row.ask)


def unreadable(seq: int) -> Alarm:
    """The alarm an entry is whose bytes are no entry any more."""
    said = texts.UNREADABLE
    return Alarm(
        severity=Severity.URGENT,
        about=str(seq),
        says=Text(ja=said.ja.format(seq=seq), en=said.en.format(seq=seq)),
        next=texts.KEEP_IT,
        ask=texts.ASK_AUDITOR,
    )
