import string
from contextlib import closing
from datetime import UTC, datetime
from enum import StrEnum
from typing import get_args, get_type_hints

import pytest

from gateway.audit.event import KINDS
from gateway.ipc.client import connect
from gateway.registrar.client import wired
from gateway.registrar.params import Append
from gateway.settings.reading import read
from gateway.wiring.office_filling import filled, plain
from gateway.wiring.office_history import DAILY, HistoryLine, _Read, _summed, history, lines_of, sentence_of
from gateway.wiring.office_sentences import SENTENCES
from gateway.wiring.office_spoken import said_of
from gateway.wiring.places import places
from gateway.worker.events import NoticeMailed
from tests.gateway.cli.town import Session, Town, said
from tests.gateway.wiring.office_town import office_of


def texts(lines: tuple[HistoryLine, ...]) -> list[str]:
    return [line.text.ja for line in lines]


def test_R44_an_order_is_told_from_its_first_word_to_its_last(town: Town, order: str, recorded: Session) -> None:
    with office_of(town, "mori") as office:
        lines = history(office, order=order)
    told = [line.text.ja for line in lines if line.kind.startswith("order.")]
    assert told[-1].startswith("作業を申請しました。理由: 障害調査")
    assert told[0].startswith("承認しました（2/2）")
    assert [line.seq for line in lines] == sorted((line.seq for line in lines), reverse=True)
    assert next(line.by for line in lines if line.kind == "order.approved") == "KOBAYASHI 一郎（S002）"


def test_a_change_shows_what_was_and_what_is(town: Town, order: str) -> None:
    said(town.as_("ito", "person", "change", "sato", "--contract-end", "2034-03-31", "--json"))
    with office_of(town, "ito") as office:
        line = history(office, person=town.people["sato"].id)[0]
    assert line.text.ja == "アカウントを変更しました: SATO 一郎（E001）"
    assert line.text.en == "Changed the account: SATO 一郎（E001）"
    assert line.by.startswith("ITO 一郎（")
    (changed,) = line.before_after
    assert (changed.label.ja, changed.before.ja, changed.after.ja) == ("契約終了日", "2035-03-31", "2034-03-31")


def test_the_history_of_a_thing_is_not_drowned_in_a_days_work(town: Town, recorded: Session) -> None:
    with office_of(town, "ito") as office:
        about = {
            "person": town.people["sato"].id,
            "target": "callcenter-app",
            "terminal": town.terminal,
        }
        for name, value in about.items():
            lines = history(office, **{name: value})
            assert lines
            assert not DAILY & {line.kind for line in lines}
        assert {"session.opened", "session.ended"} <= {line.kind for line in history(office, session=recorded.id)}
        assert "委託元を登録しました: C01" in texts(history(office, subject="C01"))


def test_the_names_of_people_are_opened_by_the_keeper_or_not_shown(town: Town, order: str) -> None:
    with office_of(town, None) as office:
        assert "yamada" in {line.by for line in history(office, order=order)}


def test_an_entry_whose_bytes_are_none_is_left_to_the_audit(town: Town) -> None:
    from dataclasses import replace

    from gateway.storage.journal_source import DatabaseJournal

    with office_of(town, None) as office:
        entry = next(DatabaseJournal(office.engine).read(0, 1))
        assert len(lines_of(office, [entry])) == 1
        assert lines_of(office, [replace(entry, body=entry.body[:-1])]) == ()


def test_a_kind_without_a_sentence_is_shown_by_its_name() -> None:
    assert sentence_of("some.thing", {}).ja == "some.thing"
    assert (
        sentence_of("office.committed", {"change": "Odd\u202eOne", "subject": "x"}).ja
        == "変更（Odd\\u202eOne）しました: x"
    )


def test_every_sentence_names_fields_its_event_has() -> None:
    """But those of kinds that are not built yet."""
    from dataclasses import fields

    for kind, text in SENTENCES.items():
        if kind in KINDS:
            known = {field.name for field in fields(KINDS[kind])}
            for language in (text.ja, text.en):
                assert {name for _, name, _, _ in string.Formatter().parse(language) if name} <= known, kind


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("a\nb", "a\\nb"), ("\u202egnp", "\\u202egnp"), ("\x1b[2J", "\\x1b[2J"), ("𠮷\U000e0100野", "𠮷\U000e0100野")],
)
def test_what_a_person_typed_is_one_harmless_line(typed: str, shown: str) -> None:
    assert plain(typed) == shown
    assert filled("{reason}", {"reason": typed}) == shown


def test_no_raw_word_stands_in_a_sentence() -> None:
    """Every value of a closed list that a sentence names has its words."""
    for kind, text in SENTENCES.items():
        hints = get_type_hints(KINDS[kind])
        for _, name, _, _ in string.Formatter().parse(text.ja):
            lists = [
                each for each in (hints.get(name or ""), *get_args(hints.get(name or ""))) if isinstance(each, type)
            ]
            for value in (value for each in lists if issubclass(each, StrEnum) for value in each):
                assert said_of(kind, name or "", value.value) is not None, (kind, name, value)


def test_what_a_person_typed_is_not_taken_for_a_word_of_ours() -> None:
    assert sentence_of("order.asked", {"reason": "cut"}).ja.endswith("cut")
    assert (
        sentence_of("session.ended", {"session": "S1", "reason": "cut"}).ja == "セッション S1 が終了しました（切断）。"
    )
    assert sentence_of("login.started", {"username": "left"}).ja == "left としてログインを始めました。"
    assert sentence_of("notice.unsent", {"work_order": "W", "why": "nobody has a mail address"}).ja.endswith(
        "（宛先のメールアドレスがない）。"
    )


def test_R26_an_order_tells_who_heard_of_it(town: Town, order: str) -> None:
    mailed = NoticeMailed(work_order=order, entry=1, about="asked", recipients=2, missed=0, subject=order)
    with closing(connect(places(read(town.settings)).door("registrar", "worker"))) as line:
        line.call("journal.append", Append(events=wired([mailed])), int)
    with office_of(town, "mori") as office:
        assert "作業申請についてメールで知らせました（2 名）。" in texts(history(office, order=order))


def test_nothing_inside_a_value_is_a_field() -> None:
    assert filled("{a} {b}", {"a": "{b}", "b": 1}) == "{b} 1"


def _entry(seq: int, kind: str, **data: object) -> _Read:
    return _Read(seq=seq, first=seq, at=datetime(2026, 11, 23, tzinfo=UTC), kind=kind, data={"person": "P-1", **data})


def _shown(seq: int, people: int, *, day: str = "2026-11-23") -> _Read:
    return _entry(seq, "disclosure.estimated", clients=["C01"], day=day, people=people)


def test_R47_people_shown_one_after_the_other_are_one_line_of_a_session() -> None:
    read = [_shown(9, 1), _shown(8, 2), _entry(7, "session.paused"), _shown(6, 4), _shown(5, 8, day="2026-11-22")]
    told = _summed(read)
    assert [(each.seq, each.first, each.data.get("people")) for each in told] == [
        (9, 8, 3), (7, 7, None), (6, 6, 4), (5, 5, 8),
    ]  # fmt: skip
    assert read[0].data["people"] == 1
    assert _summed([]) == []


def test_nothing_but_that_is_summed() -> None:
    read = [_entry(2, "session.paused", people=1), _entry(1, "session.paused", people=1)]
    assert _summed(read) == read


def test_R47_an_order_of_everybody_names_few_of_them() -> None:
    many = [f"C{number:02d}" for number in range(1, 70)]
    told = sentence_of("disclosure.estimated", {"people": 2, "clients": many, "day": "2026-11-23"})
    assert "委託元 C01、C02、C03 ほか 66 社" in told.ja
    assert "clients C01, C02, C03 and 66 more" in told.en
    few = sentence_of("disclosure.estimated", {"people": 2, "clients": many[:4], "day": "2026-11-23"})
    assert "委託元 C01、C02、C03、C04、" in few.ja


def test_R42_a_freeze_is_told_in_seconds() -> None:
    told = sentence_of("session.resumed", {"session": "S-1", "milliseconds": 22_232, "discarded": 3})
    assert "22.2 秒後に" in told.ja
    assert "22.2 s of being frozen" in told.en
