"""What happened to a person, a target, a terminal, an order: the journal's entries about it, newest first, in sentences.

Rows are found by the journal's columns and told from their bytes alone: an entry whose bytes do not say what its columns
said is left out here and named by `audit verify`. Whoever calls has asked whether the page may be seen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from gateway.audit.entry import Entry, EntryMalformed, read_body
from gateway.audit.event import KINDS
from gateway.disclosure.events import DisclosureEstimated
from gateway.ipc.messages import CallRefused
from gateway.storage.engine import reading
from gateway.storage.queries.journal import entries_about, usernames
from gateway.vocabulary.clock import moment_of
from gateway.vocabulary.outcome import Fault, Text
from gateway.wiring import events as _events  # noqa: F401  # every kind of event
from gateway.wiring.office import Office
from gateway.wiring.office_filling import fields_of, filled, plain
from gateway.wiring.office_sentences import SENTENCES
from gateway.wiring.office_spoken import said_of
from gateway.wiring.office_words import CHANGES, LABELS, STEPS, WORDS

DAILY: Final = frozenset(
    {
        "access.permitted", "channel.refused", "connection.closed", "key.used", "login.abandoned", "login.completed",
        "login.cut_off", "login.factor_proved", "login.failed", "login.key_declined", "login.started", "menu.chosen",
        "menu.left", "office.entered", "office.proved_again", "office.signed_in",
        "office.signed_out", "recording.closed", "recording.viewed", "session.ended", "session.opened",
        "session.attended", "session.left",
        "session.started", "session.warned", "session.recording_nearly_full", "session.watched", "upload.done",
        "upload.folder_made", "upload.moved", "upload.removed",
    }
)  # fmt: skip
"""Kinds that a day's work brings by the hundred: told of a session, never of a person, terminal or target."""
SUMMED: Final = DisclosureEstimated.kind
NOBODY: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One fact that became another. `name` is the journal's, `label` a person's word for it."""

    name: str
    label: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One entry, or several of one kind as one (`first` is the oldest of them). `by` did it, name and number; "" for nobody."""

    seq: int
    first: int
    at: datetime
    kind: str
    by: str
    text: Text
    before_after: tuple[Changed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """An entry as its bytes tell it; `first` as in HistoryLine."""

    seq: int
    first: int
    at: datetime
    kind: str
    data: Mapping[str, Any]

    @property
    def by(self) -> str | None:
        """Id of who did it."""
        found = self.data.get("by", self.data.get("person"))
        return found if isinstance(found, str) and found else None


def history(
    office: Office,
    *,
    person: str | None = None,
    target: str | None = None,
    terminal: str | None = None,
    order: str | None = None,
    session: str | None = None,
    subject: str | None = None,
    limit: int = 50,
) -> tuple[HistoryLine, ...]:
    """The newest entries about any of these: ids, for a target its name; `subject` is any other thing's id or name."""
    asked = {"person": person, "target": target, "terminal": terminal, "order": order, "session": session}
    places = [(name, value) for name, value in asked.items() if value is not None]
    subjects = [value for value in (person, target, terminal, order, subject) if value is not None]
    subjects += [
        key.fingerprint for owner in (person, terminal) if owner is not None for key in office.lists.keys_of(owner)
    ]
    places += [("subject", value) for value in subjects]
    kinds = None if order or session else KINDS.keys() - DAILY
    with reading(office.engine) as connection:
        entries = entries_about(connection, places, kinds, limit)
    return _told(office, _summed(_all_read(entries)))


def lines_of(office: Office, entries: Sequence[Entry]) -> tuple[HistoryLine, ...]:
    """These entries in sentences, in their order, each for itself."""
    return _told(office, _all_read(entries))


def _told(office: Office, read: Sequence[_Read]) -> tuple[HistoryLine, ...]:
    people = names_of(
        office, {name for each in read for name in (each.by, each.data.get("subject")) if isinstance(name, str)}
    )
    words = _words(office)
    return tuple(_line(each, people, words) for each in read)


def names_of(office: Office, ids: set[str]) -> Mapping[str, str]:
    """People by id as a page shows them: real name and person number; the user name where the keeper opens no names."""
    if not ids:
        return {}
    with reading(office.engine) as connection:
        found = dict(usernames(connection, ids))
    try:
        real = office.lists.real_names(sorted(found)) if office.who is not None else {}
    except (CallRefused, Fault):
        real = {}
    return {**found, **{id_: f"{name.name}（{name.number}）" for id_, name in real.items()}}


def sentence_of(kind: str, data: Mapping[str, Any], people: Mapping[str, str] = NOBODY) -> Text:
    """What an entry of this kind says; a kind without a sentence is shown by its name. `people` are names by id."""
    if kind == "office.committed":
        return _committed(data, people)
    said = SENTENCES.get(kind)
    if said is None:
        return Text(ja=kind, en=kind)
    words = {name: said_of(kind, name, data.get(name)) for name in {*data, *fields_of(said)}}
    ja = {name: word.ja for name, word in words.items() if word is not None}
    en = {name: word.en for name, word in words.items() if word is not None}
    return Text(ja=filled(said.ja, {**data, **ja}), en=filled(said.en, {**data, **en}))


def _line(read: _Read, people: Mapping[str, str], words: Mapping[str, Text]) -> HistoryLine:
    by = people.get(read.by or "", read.data.get("by_username") or read.data.get("username") or "")
    return HistoryLine(
        seq=read.seq,
        first=read.first,
        at=read.at,
        kind=read.kind,
        by=plain(by),
        text=sentence_of(read.kind, read.data, people),
        before_after=tuple(_changed(read.data, words)),
    )


def _all_read(entries: Sequence[Entry]) -> list[_Read]:
    return [each for each in map(_read, entries) if each is not None]


def _summed(read: Sequence[_Read]) -> list[_Read]:
    """People whom a shell showed one after the other are one line, or they would hide everything else that happened."""
    told: list[_Read] = []
    for each in read:
        newer = told[-1] if told else None
        if newer is not None and each.kind == newer.kind == SUMMED and _but(newer.data) == _but(each.data):
            people = int(newer.data["people"]) + int(each.data["people"])
            told[-1] = replace(newer, first=each.first, data={**newer.data, "people": people})
        else:
            told.append(each)
    return told


def _but(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "people"}


def _read(entry: Entry) -> _Read | None:
    try:
        body = read_body(entry.body)
        return _Read(seq=entry.seq, first=entry.seq, at=moment_of(body.at), kind=body.kind, data=body.data)
    except (EntryMalformed, ValueError):
        return None


def _committed(data: Mapping[str, Any], people: Mapping[str, str]) -> Text:
    change, facts = str(data.get("change", "")), data.get("facts")
    asked = facts.get("asked") if isinstance(facts, dict) else None
    step = STEPS.get(change)
    name = change if step is None else str(asked or "")
    did = CHANGES.get(name, Text(ja=f"変更（{plain(name)}）", en=f"changed ({plain(name)})"))
    said = STEPS[""] if step is None else step
    subject = str(data.get("subject", ""))
    subject = people.get(subject, subject)
    en = filled(said.en, {"did": did.en, "subject": subject})
    return Text(ja=filled(said.ja, {"did": did.ja, "subject": subject}), en=en[:1].upper() + en[1:])


def _changed(data: Mapping[str, Any], words: Mapping[str, Text]) -> Iterator[Changed]:
    facts = data.get("facts")
    changed = facts.get("changed") if isinstance(facts, dict) else None
    for name, pair in changed.items() if isinstance(changed, dict) else ():
        if isinstance(pair, dict):
            label = LABELS.get(name, Text(ja=plain(name), en=plain(name)))
            before, after = (_value(pair.get(side), words) for side in ("before", "after"))
            yield Changed(name=name, label=label, before=before, after=after)


def _value(value: object, words: Mapping[str, Text]) -> Text:
    parts = value if isinstance(value, list) else [value]
    said = [words.get(str(part), Text(ja=plain(part), en=plain(part))) for part in parts if part not in (None, "")]
    return Text(ja="、".join(each.ja for each in said) or "なし", en=", ".join(each.en for each in said) or "none")


def _words(office: Office) -> Mapping[str, Text]:
    """Words for values: roles, standings, and the names of employers and clients."""
    named = {each.id: each.name for each in office.lists.employers()}
    named |= {each.id: each.name for each in office.lists.clients()}
    parties = {id_: Text(ja=plain(name), en=plain(name)) for id_, name in named.items()}
    return {**WORDS, **{role.value: text for role, text in office.policy.roles.names.items()}, **parties}
