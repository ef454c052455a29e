from datetime import date, timedelta

import pytest

from gateway.disclosure.counting import Row
from gateway.disclosure.digests import spelled_person
from gateway.disclosure.ledger import Seen
from gateway.relay.postgres import people_shown
from gateway.relay.postgres.people_shown import PEOPLE_MAX, PeopleShown, Untold, seen_of
from gateway.vocabulary.outcome import GatewayFault

DAY = date(2026, 11, 23)


def row(number: str | None, *, client: str = "C01", subject: str = "customer", masked: bool = True) -> tuple[str, Row]:
    return client, Row(client=client, subject=subject, number=number, revealed=False, masked=masked)


def digest(items):
    return [message[-32:].rjust(32, b"0") for _, message in items]


def test_R48_each_person_is_told_once_a_day_and_rows_of_nobody_are_counted() -> None:
    shown = PeopleShown()
    shown.saw([row("1"), row("1"), row("2"), row(None), row("3", masked=False), row("4", subject="")], DAY)
    (untold,) = shown.take()
    assert untold.people == (("C01", "customer", "1"), ("C01", "customer", "2"))
    assert untold.unnamed == {"C01": 2}
    assert shown.take() == []
    shown.saw([row("2"), row("5")], DAY)
    assert [each.people for each in shown.take()] == [(("C01", "customer", "5"),)]
    shown.saw([row("2")], DAY + timedelta(days=1))
    assert [(each.day, each.people) for each in shown.take()] == [
        (DAY + timedelta(days=1), (("C01", "customer", "2"),))
    ]


def test_what_midnight_divides_stays_on_its_day() -> None:
    shown = PeopleShown()
    shown.saw([row("1")], DAY)
    shown.saw([row("1"), row(None)], DAY + timedelta(days=1))
    assert [(each.day, len(each.people), dict(each.unnamed)) for each in shown.take()] == [
        (DAY, 1, {}),
        (DAY + timedelta(days=1), 1, {"C01": 1}),
    ]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_shown, "TOLD_MAX", 10)
    shown = PeopleShown()
    for number in range(50):
        shown.saw([row(str(number))], DAY)
        assert len(shown._told) <= 11
    assert len(shown.take()[0].people) == 50


def test_a_number_becomes_the_digest_of_its_client_sort_and_number() -> None:
    asked = []

    def digest_of(items):
        asked.extend(items)
        return digest(items)

    (seen,) = seen_of(Untold(day=DAY, people=(("C01", "customer", "7"),), unnamed={"": 2}), digest_of)
    assert asked == [("C01", spelled_person("C01", "customer", "7"))]
    assert (len(seen.people), dict(seen.unnamed)) == (1, {"": 2})
    assert list(
        seen_of(Untold(day=DAY, people=(), unnamed={"C01": 1}), lambda _: pytest.fail("asked for nothing"))
    ) == [Seen(unnamed={"C01": 1})]


def test_many_are_told_in_pieces_the_registrar_takes() -> None:
    people = tuple(("C01", "customer", str(number)) for number in range(2 * PEOPLE_MAX + 1))
    pieces = list(seen_of(Untold(day=DAY, people=people, unnamed={"C01": 4}), digest))
    assert [len(each.people) for each in pieces] == [PEOPLE_MAX, PEOPLE_MAX, 1]
    assert [dict(each.unnamed) for each in pieces] == [{"C01": 4}, {}, {}]


def test_fewer_digests_than_people_is_a_fault() -> None:
    for bad in ([], [b"short"]):
        with pytest.raises(GatewayFault):
            list(seen_of(Untold(day=DAY, people=(("C01", "customer", "7"),), unnamed={}), lambda _, bad=bad: bad))
