from datetime import UTC, date, datetime, timedelta

import pytest

from gateway.disclosure.inquiry import DAY_NUMBERS_MAX, GOOD_FOR, About, Inquiry, Showing, left_today, ranked

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def inquiry(**changed) -> Inquiry:
    facts = {
        "id": "Q-20261123-ABCDEFGHJK", "person": "P-mori", "about": About.SUBJECT, "client": "C01", "since": date(2022, 1, 1),
        "until": date(2022, 3, 31), "numbers": 12, "purpose": "照会", "at": NOW,
    }  # fmt: skip
    return Inquiry(**{**facts, **changed})


def showing(session: str, person: str, people: set[int], shown: int) -> Showing:
    return Showing(session=session, person=person, people=frozenset(people), shown=shown)


def test_T07_whoever_showed_all_twelve_comes_first_and_then_whoever_showed_fewest_others() -> None:
    twelve = set(range(12))
    found = ranked(
        [
            showing("S-1", "P-abe", {3}, 900),
            showing("S-2", "P-x", twelve - {5}, 40),
            showing("S-3", "P-x", {5, 6}, 3),
            showing("S-4", "P-sato", twelve, 9_000),
        ]
    )
    assert [(each.person, len(each.people)) for each in found] == [("P-x", 12), ("P-sato", 12), ("P-abe", 1)]
    assert [each.session for each in found[0].showings] == ["S-2", "S-3"]
    assert ranked([]) == []


def test_numbers_are_digested_for_its_own_person_and_for_minutes() -> None:
    made = inquiry()
    assert made.opens_for("P-mori", NOW)
    assert made.opens_for("P-mori", NOW + GOOD_FOR)
    assert not made.opens_for("P-mori", NOW + GOOD_FOR + timedelta(seconds=1))
    assert not made.opens_for("P-mori", NOW - timedelta(seconds=1))
    assert not made.opens_for("P-abe", NOW)
    assert not inquiry(about=About.CLIENT, numbers=0).opens_for("P-mori", NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {"since": date(2022, 4, 1)},
        {"numbers": 0},
        {"numbers": 1_001},
        {"about": About.CLIENT, "numbers": 1},
    ],
)
def test_what_nobody_may_ask_is_no_inquiry(changed: dict) -> None:
    with pytest.raises(ValueError, match=r"period|numbers"):
        inquiry(**changed)


def test_a_day_has_so_many_numbers() -> None:
    assert left_today(0) == DAY_NUMBERS_MAX
    assert left_today(DAY_NUMBERS_MAX - 1) == 1
    assert left_today(DAY_NUMBERS_MAX + 5) == 0
