from gateway.audit.event import decode, encode
from gateway.disclosure.budget import Over, Warn
from gateway.disclosure.events import (
    DisclosureForeign,
    DisclosureRaised,
    DisclosureReleased,
    DisclosureShown,
    frozen_events,
    near_events,
)
from tests.gateway.disclosure.a_past import budget, noon, people, rows

AROUND = {"person": "P-1", "session": "S1", "terminal": "T-1", "target": "callcenter-db", "order": "WO-1"}


def test_every_kind_comes_back_from_the_journal():
    answer = budget().after(people(*range(16)), noon())
    assert isinstance(answer, Warn)
    over = answer.budget.after(people(*range(30, 40)), noon())
    assert isinstance(over, Over)
    events = [
        *near_events(answer.near, **AROUND),
        *frozen_events(over.exceeded, 4, "database", **AROUND),
        DisclosureReleased(supervisor="yamada", reason="x", door="database", **AROUND),
        DisclosureRaised(supervisors=("a", "b"), people=20, rows=0, reason="x", door="database", **AROUND),
        DisclosureShown(
            client="C01",
            table="s.t",
            statement=1,
            through=3,
            people=0,
            rows=9,
            at_most=False,
            day="2026-11-23",
            **AROUND,
        ),
        DisclosureForeign(client="C02", table="s.t", statement=1, rows=9, **AROUND),
    ]
    assert {each.kind for each in events} == {
        "disclosure.shown",
        "disclosure.foreign_client",
        "disclosure.near",
        "disclosure.frozen",
        "disclosure.released",
        "disclosure.raised",
    }
    for each in events:
        assert decode(each.kind, encode(each)) == each


def test_a_warning_is_told_once():
    answer = budget().after(rows(800), noon())
    assert len(list(near_events(answer.near))) == 2
    assert list(near_events(answer.budget.after(rows(1), noon()).near)) == []
