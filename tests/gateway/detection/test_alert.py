import re
import string
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import gateway.wiring.events  # noqa: F401  # every kind of event
from gateway.audit.event import KINDS as EVENTS
from gateway.authorization.loader import load
from gateway.authorization.roles import Permission
from gateway.detection import alert, alert_texts
from gateway.detection.alert import KINDS, TABLE, Severity, alarm_of, unreadable
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import Text

PERSONAL = {"path", "reason_text", "detail", "request", "purpose", "name", "text"}
NEEDED = {
    "refusal.repeated", "login.terminal_unapproved", "login.locked", "login.key_counter_decreased", "terminal.key_copied",
    "upload.refused", "rotation.failed", "keeper.violation", "recording.closed", "recording.unrecovered", "session.ended",
    "lease.refused", "connection.refused", "guard.tripped", "office.seen_elsewhere",
    "disclosure.frozen", "disclosure.foreign_client", "sweep.rows", "sweep.statements", "sweep.keys",
}  # fmt: skip


def alarm(kind: str, **data: Any) -> alert.Alarm | None:
    return alarm_of(kind, data, {"P-1": "sato"}.get)


def test_every_kind_of_the_table_exists() -> None:
    assert KINDS - EVENTS.keys() == set()


def test_what_was_agreed_on_is_in_the_table() -> None:
    assert NEEDED <= KINDS


@pytest.mark.parametrize("kind", sorted(TABLE))
def test_a_sentence_names_fields_its_entry_has(kind: str) -> None:
    event = EVENTS[kind]
    known = {field.name for field in fields(event)} | {"kind"}
    for sentence in (TABLE[kind].says.ja, TABLE[kind].says.en):
        asked = {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}
        assert asked <= known, f"{kind}: {asked - known}"
        assert not asked & PERSONAL
    assert TABLE[kind].about in known
    assert TABLE[kind].says.ja.count("{") == TABLE[kind].says.en.count("{")


@pytest.mark.parametrize("name", [name for name, text in vars(alert_texts).items() if isinstance(text, Text)])
def test_R95_every_wording_is_in_japanese_and_in_ascii_english(name: str) -> None:
    text = getattr(alert_texts, name)
    assert not text.ja.isascii()
    assert text.en.isascii()


def test_R17_the_second_terminal_alarms_with_both() -> None:
    found = alarm(
        "lease.refused", person="P-1", username="sato", terminal="T-2", terminal_name="pc-2", held_by_terminal="T-1"
    )
    assert found is not None
    assert found.severity is Severity.URGENT
    for text in (found.says.ja, found.says.en):
        assert "sato (P-1)" in text
        assert "pc-2 (T-2)" in text
        assert "T-1" in text


def test_R02_repeated_refusals_alarm_and_say_what_to_do_next() -> None:
    found = alarm("refusal.repeated", person="P-1", refusals=3, minutes=10, last="channel.refused", asked="subsystem")
    assert found is not None
    assert "10 分以内に 3 回" in found.says.ja
    assert "a request nobody offers (file transfer or another subsystem (subsystem))" in found.says.en
    assert "許可されていない要求（ファイル転送などの機能 (subsystem)）" in found.says.ja
    assert "sekisho session end SESSION --reason WHY" in found.next.en


VERBS = {  # what a mail to supervisors names, and the right that verb needs; None: it needs nobody
    "session list": None,
    "session end": Permission.SESSION_END,
    "session freeze": Permission.BUDGET_JUDGE,
    "session resume": Permission.BUDGET_JUDGE,
    "session extend": Permission.BUDGET_JUDGE,
    "session watch": Permission.SESSION_WATCH,
    "recording verify": None,
    "audit verify": None,
    "audit show": None,
    "budget show": None,
    "policy check": None,
    "budget release": Permission.BUDGET_JUDGE,
}


@pytest.mark.parametrize("kind", sorted(TABLE))
def test_R22_whoever_the_mail_goes_to_may_do_what_it_says_and_is_not_sent_to_himself(kind: str) -> None:
    roles = load(Path(__file__).resolve().parents[3] / "policies").roles
    for text in (TABLE[kind].next.ja, TABLE[kind].next.en):
        for verb in re.findall(r"sekisho (\w+ \w+)", text):
            right = VERBS[verb]
            assert right is None or roles.permits(frozenset({Role.SUPERVISOR}), right), verb
        assert "session end" not in text or "--reason" in text
    assert "管理監督者" not in TABLE[kind].ask.ja
    assert "supervisor" not in TABLE[kind].ask.en


@pytest.mark.parametrize(
    ("kind", "alarms", "does_not"),
    [
        ("session.ended", {"reason": "not-recorded"}, {"reason": "left"}),
        ("recording.closed", {"how": "interrupted"}, {"how": "sealed"}),
        ("recording.verified", {"holds": False}, {"holds": True}),
        ("upload.refused", {"why": "personal-data"}, {"why": "too-large"}),
        ("connection.refused", {"why": "too-many"}, {"why": "not-ssh"}),
        ("office.declined", {"verdict": "locked"}, {"verdict": "wrong"}),
    ],
)
def test_some_kinds_alarm_only_sometimes(kind: str, alarms: dict[str, Any], does_not: dict[str, Any]) -> None:
    assert alarm(kind, **alarms) is not None
    assert alarm(kind, **does_not) is None
    assert alarm(kind) is None or kind == "recording.verified", "what says nothing of how it went does not hold"


def test_a_sign_in_that_goes_on_elsewhere_alarms_with_both_addresses() -> None:
    found = alarm("office.seen_elsewhere", person="P-1", web="W-1", address="203.0.113.66", before="192.0.2.10")
    assert found is not None
    assert found.about == "P-1"
    for text in (found.says.ja, found.says.en):
        assert {"sato", "203.0.113.66", "192.0.2.10"} <= set(re.findall(r"sato|[0-9.]{7,}[0-9]", text))


def test_R05_what_nobody_classified_alarms_by_names_of_tables() -> None:
    found = alarm(
        "catalogue.drift", target="callcenter-db", database="callcenter", relations=["public.new", "public.顧客"],
        relation_count=2, column_count=9,
    )  # fmt: skip
    assert found is not None
    assert (found.severity, found.about) == (Severity.WARNING, "callcenter-db")
    assert "public.new public.顧客" in found.says.ja
    assert "9 columns" in found.says.en


def test_an_unknown_kind_is_no_alarm() -> None:
    assert alarm("no.such") is None
    assert alarm("session.opened", person="P-1") is None


@pytest.mark.parametrize("kind", sorted(TABLE))
def test_what_a_client_could_choose_stays_one_line(kind: str) -> None:
    names = [field.name for field in fields(EVENTS[kind])]
    chosen = {
        "why": "unreadable",
        "reason": "not-recorded",
        "how": "interrupted",
        "holds": False,
        "verdict": "locked",
        "so_far": 3,
        "outcome": "open",
    }
    chosen["why"] = {"connection.refused": "too-many", "statement.refused": "client"}.get(kind, "unreadable")
    evil: dict[str, Any] = dict.fromkeys(names, "端末\r\nBcc: a@b\x1b]0;t\x07\u202e" * 20) | chosen
    found = alarm_of(kind, evil, lambda _: "y\n\n.\n")
    assert found is not None
    assert found.says.ja.isprintable()
    assert found.says.en.isprintable()
    assert found.says.en.isascii()


def test_what_an_alarm_is_about_is_its_person_or_thing() -> None:
    locked, held = alarm("login.locked", username="sato"), alarm("lease.refused", person="P-1")
    assert locked is not None
    assert held is not None
    assert (locked.about, held.about) == ("sato", "P-1")
    stranger = alarm("login.terminal_unapproved", username="chosen")
    assert stranger is not None
    assert stranger.about == "", "what a stranger says makes no news"


def test_an_entry_that_cannot_be_read_is_an_alarm_of_its_own() -> None:
    assert "17" in unreadable(17).says.ja
    assert unreadable(17).severity is Severity.URGENT


def test_R06_R25_a_freeze_and_a_foreign_client_are_urgent_and_say_whose() -> None:
    frozen = alarm(
        "disclosure.frozen",
        person="P-1",
        span="rows_day",
        cap=1000,
        used=1001,
        client="C-01",
        target="db",
        session="S-1",
    )
    assert frozen is not None
    assert frozen.severity is Severity.URGENT
    assert "1 日の伏せ字の行数、上限 1000、委託元 C-01" in frozen.says.ja
    assert "sekisho session resume SESSION" in frozen.next.en
    everybody = alarm("disclosure.frozen", person="P-1", span="session", cap=20, used=21, client=None)
    assert everybody is not None
    assert "委託元 すべての合計" in everybody.says.ja
    assert "client all together" in everybody.says.en
    foreign = alarm("disclosure.foreign_client", person="P-1", client="C-02", table="public.customers", rows=3)
    assert foreign is not None
    assert foreign.severity is Severity.URGENT
    assert "client C-02" in foreign.says.en
