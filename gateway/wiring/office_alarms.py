"""The alarms of the journal as the office reads them: each entry's own bytes judged by the table, and whether it was mailed.

Index columns are not trusted here, as nowhere where the journal is read for people: a changed column hides nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from gateway.detection.alert import Alarm, alarm_of, unreadable
from gateway.vocabulary.clock import timestamp
from gateway.wiring.office import Office
from gateway.wiring.office_journal import Shown, shown_backwards
from gateway.worker.events import AlarmMailed


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAlarm:
    """One alarm. `at` is a `timestamp()`; `mailed` says that a mail about it was taken by the mail server."""

    seq: int
    at: str
    node: str
    kind: str
    data: Mapping[str, Any]
    alarm: Alarm
    mailed: bool


def alarms(office: Office, *, since: datetime | None, limit: int) -> list[ShownAlarm]:
    """The newest `limit` alarms since a moment, oldest of them first."""
    names = {line.id: line.username for line in office.lists.people()}
    names |= {terminal.id: terminal.name for terminal in office.lists.terminals()}
    found = _alarms(office, names, None if since is None else timestamp(since))
    return list(islice(found, limit))[::-1]


def _alarms(office: Office, names: Mapping[str, str], since: str | None) -> Iterator[ShownAlarm]:
    """Newest first. An alarm is mailed where a later `alarm.mailed` reaches beyond it."""
    through = -1
    for shown in shown_backwards(office):
        if since is not None and shown.readable and shown.at < since:
            return
        if shown.kind == AlarmMailed.kind and isinstance(reached := shown.data.get("through"), int):
            through = max(through, reached)
        alarm = _alarm(shown, names)
        if alarm is not None:
            yield ShownAlarm(
                seq=shown.seq,
                at=shown.at,
                node=shown.node,
                kind=shown.kind,
                data=shown.data,
                alarm=alarm,
                mailed=shown.seq <= through,
            )


def _alarm(shown: Shown, names: Mapping[str, str]) -> Alarm | None:
    return alarm_of(shown.kind, shown.data, names.get) if shown.readable else unreadable(shown.seq)
