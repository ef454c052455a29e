import pytest

from gateway.audit.event import KINDS
from gateway.wiring.office_history import DAILY, HistoryLine, history, lines_of, sentence_of
from gateway.wiring.office_sentences import SENTENCES, filled, plain
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
    import string
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


def test_nothing_inside_a_value_is_a_field() -> None:
    assert filled("{a} {b}", {"a": "{b}", "b": 1}) == "{b} 1"
