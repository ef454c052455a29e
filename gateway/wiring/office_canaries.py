"""Canary persons (R-64) as the office registers them: values come in, only their digests go on.

A value is read as a screen would show it, behind a label and bare, and each form that is seen is registered: so it is found again
however it is spelled. `subject:SORT` is a person's number in a database, as the catalogue of columns calls the sort.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gateway.authorization.roles import Permission
from gateway.authorization.wording import is_one_line
from gateway.disclosure.canaries import SUBJECT, Canary, spelled_seen
from gateway.disclosure.digests import spelled_person
from gateway.guards.detect import Context, Detector, Kind
from gateway.ipc.messages import CallRefused
from gateway.keeper.clients import CanaryDigests
from gateway.registrar import changes
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.outcome import Text
from gateway.wiring.office import Office
from gateway.wiring.office_clients import client_named

VALUES_MAX: Final = 16
NOTE_LETTERS_MAX: Final = 200
LABELS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.NAME: "氏名",
        Kind.KANA: "フリガナ",
        Kind.PHONE: "電話番号",
        Kind.MAIL: "メールアドレス",
        Kind.ADDRESS: "住所",
        Kind.POSTAL: "郵便番号",
        Kind.BIRTH: "生年月日",
        Kind.CARD: "カード番号",
        Kind.LINE_ID: "回線ID",
        Kind.MY_NUMBER: "マイナンバー",
        Kind.BANK: "口座番号",
        Kind.SUBSCRIBER_IP: "IPアドレス",
    }
)
_SUBJECT: Final = re.compile(rf"{SUBJECT}:([a-z][a-z0-9_.-]{{0,40}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryValue:
    """One value: `what` is a kind's word or `subject:SORT`."""

    what: str
    value: str

    def __repr__(self) -> str:
        return f"CanaryValue(what={self.what!r}, value=hidden)"


def read_values(lines: Sequence[str]) -> tuple[CanaryValue, ...]:
    """One `what=value` a line, empty ones left out. Raises CallRefused in words that repeat no value."""
    found = [_read(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise CallRefused("canary.empty", EMPTY)
    if len(found) > VALUES_MAX:
        raise CallRefused("canary.too-many", TOO_MANY)
    return tuple(found)


def messages(client: str, value: CanaryValue) -> Iterator[bytes]:
    """What is digested of one value: each form in which it would be seen, or the person's number."""
    subject = _SUBJECT.fullmatch(value.what)
    if subject is not None:
        yield spelled_person(client, subject[1], value.value)
        return
    for key in sorted(set(_keys(Kind(value.what), value.value))):
        yield spelled_seen(client, value.what, key)


def add_canary(office: Office, client: str, values: Sequence[CanaryValue], note: str) -> str:
    """Register a canary person of the client; its id. Raises CallRefused."""
    office.require(Permission.BUDGET_JUDGE)
    code, now = client_named(office, client).id, office.clock.now()
    if note and not is_one_line(note, NOTE_LETTERS_MAX):
        raise CallRefused("canary.note", NOTE)
    canary = new_identifier("CN", now)
    wanted = {message: each.what for each in values for message in messages(code, each)}
    digests = CanaryDigests(office.keeper).digest(canary, code, list(wanted))
    change = changes.CanaryAdded(
        id=canary,
        client=code,
        note=note,
        values=tuple(
            changes.CanaryValue(kind=what, digest=digest) for what, digest in zip(wanted.values(), digests, strict=True)
        ),
    )
    office.commit(change)
    return canary


def remove_canary(office: Office, canary: str, reason: str) -> None:
    """It alarms no more. Raises CallRefused."""
    office.require(Permission.BUDGET_JUDGE)
    office.commit(changes.CanaryRemoved(id=canary, reason=reason))


def canaries(office: Office, client: str) -> Sequence[Canary]:
    """The client's canaries that are not removed. Raises CallRefused."""
    office.require(Permission.BUDGET_JUDGE)
    return office.lists.canaries(client_named(office, client).id)


def _read(number: int, line: str) -> CanaryValue:
    what, equals, value = line.strip().partition("=")
    what, value = what.strip(), value.strip()
    if not equals or not value or (what not in set(Kind) and not _SUBJECT.fullmatch(what)):
        known = " ".join([*Kind, f"{SUBJECT}:SORT"])
        raise CallRefused(
            "canary.line",
            Text(
                ja=f"{number} 行目を読み取れません。「種別=値」を 1 行に 1 つ書いてください。種別: {known}",
                en=f"Line {number} cannot be read. Write one what=value a line. What there is: {known}",
            ),
        )
    found = CanaryValue(what=what, value=value)
    if not _SUBJECT.fullmatch(what) and not any(_keys(Kind(what), value)):
        raise CallRefused(
            "canary.unseen",
            Text(
                ja=f"{number} 行目の値は {what} として検出できないため、登録しても見つかりません。形式を確かめてください。",
                en=f"The value in line {number} is not detected as {what}: it would never be found. Check its form.",
            ),
        )
    return found


def _keys(kind: Kind, value: str) -> Iterator[bytes]:
    """The value as a screen's detector would see it."""
    detector = Detector()
    for text in (value, f"{LABELS[kind]}: {value}"):
        for sight in detector.look(text, Context()):
            if sight.kind is kind and sight.end - sight.start > 1:
                yield sight.value_key


EMPTY: Final = Text(
    ja="値がありません。「種別=値」を 1 行に 1 つ書いてください。", en="There is no value. Write one what=value a line."
)
TOO_MANY: Final = Text(
    ja=f"1 人のカナリアに登録できる値は {VALUES_MAX} 個までです。", en=f"One canary has at most {VALUES_MAX} values."
)
NOTE: Final = Text(
    ja=f"メモは {NOTE_LETTERS_MAX} 文字以内の 1 行にしてください。",
    en=f"The note is one line of at most {NOTE_LETTERS_MAX} letters.",
)
