"""The leakage table of a shell: people that leave through all guards, in ways drawn by chance (`tests.seed`).

Readable ones are those that an eye reads in clear before the session freezes, whatever the layout, script or filling; counted
ones those that the registrar was asked for. Unreadable ones are people whose data a disguise had told by then.
"""

from collections.abc import Sequence

import pytest

from gateway.guards.verdict import Why
from tests.corpus.chain import Session, Sitting
from tests.corpus.disguises import Disguised, Family, disguises, found_words, imitations
from tests.corpus.printed import positives
from tests.corpus.readable import COLUMNS, ROWS, Dressed, Eye, drawn
from tests.seed import SEED
from tests.tables import Print

READABLE_PEOPLE = 20 + 1  # who comes digit by digit may be whole before his line is
ENCODED, ALARM, FREEZE = 100, 300, 1000
TITLE = "people that leave through a shell (readable: in clear; else: told by a disguise)"
_OUTRIGHT = list(drawn(SEED, 42))
_UNREAD = [one for one in disguises(SEED, found_words(), people=2000) if not one.name.startswith("raw")]
"""But for raw bytes: what is no UTF-8 reaches no terminal, U+FFFD stands there."""


def readable(one: Dressed) -> tuple[int, Sitting]:
    """People in clear, and what happened."""
    eye = Eye(one)
    session = Session(size=(COLUMNS, ROWS), sees=eye.sees)
    sitting = session.shows((after, text.encode()) for after, text in one.stream)
    return eye.in_clear(), sitting


def unread(one: Disguised, seconds_a_line: float = 0.0) -> tuple[float, float, Sitting]:
    """People told before the first alarm and before the freeze; lines come so many seconds apart."""
    lines = one.text.splitlines(keepends=True)
    sent = [line.replace("\n", "\r\n").encode() for line in lines]
    sitting = Session(size=(COLUMNS, ROWS)).shows((seconds_a_line, line) for line in sent)
    size = sum(map(len, sent))
    alarm = sitting.shown if sitting.shown_before_alarm is None else sitting.shown_before_alarm
    return one.people * alarm / size, one.people * sitting.shown / size, sitting


def stopped_by(sitting: Sitting) -> str:
    return sitting.frozen.why.value if sitting.frozen else "nothing"


def readable_line(one: Dressed, clear: int, sitting: Sitting) -> str:
    return f"{clear:5} readable  {sitting.people:4} counted  {stopped_by(sitting):13} {one.name}"


def unread_line(one: Disguised, alarm: float, freeze: float, sitting: Sitting) -> str:
    return f"{alarm:5.0f} alarm  {freeze:8.0f} freeze   {stopped_by(sitting):13} {one.name}"


@pytest.mark.parametrize("third", range(3))
def test_R05_R07_whatever_the_layout_twenty_people_are_readable_at_most(third: int, table: Print) -> None:
    measured = [(one, *readable(one)) for one in _OUTRIGHT[third::3]]
    table(TITLE, [f"seed {SEED}", *(readable_line(*row) for row in measured)])
    assert [row for row in measured if row[1] > READABLE_PEOPLE] == [], SEED
    masked = [one for one, clear, _ in measured if clear == 0]
    assert len(masked) * 4 > len(measured), "most of what is drawn is not even masked"


@pytest.mark.parametrize(
    "shape", [doc.name for doc in positives(1, 1) if doc.encoding == "utf-8" and doc.name != "vim"]
)
def test_R07_a_thousand_customers_freeze_at_twenty_people_and_for_people(shape: str) -> None:
    """R-07's acceptance; a person's row that is all stars is nobody's secret writing."""
    (doc,) = (doc for doc in positives(int(SEED, 16), 150) if doc.name == shape and doc.encoding == "utf-8")
    sitting = Session(size=(COLUMNS, ROWS)).shows([(0.0, doc.data)])
    assert sitting.frozen is not None
    assert (sitting.frozen.why, sitting.pauses) == (Why.PEOPLE, [])
    assert 10 <= sitting.people <= 20, "a page of more than are left is not shown at all"


@pytest.mark.parametrize("third", range(3))
def test_R07_whatever_the_disguise_few_people_leave_before_the_alarm_and_the_freeze(third: int, table: Print) -> None:
    measured = [(one, *unread(one)) for one in _UNREAD[third::3]]
    table(TITLE, [unread_line(*row) for row in measured])
    assert _beyond(measured) == [], SEED


def test_R07_what_imitates_work_is_bounded_or_said(table: Print) -> None:
    """Words in the place of a log's are seen. Words as code and numbers in the place of numbers are not: volume bounds them."""
    imitated = {one.name: one for one in imitations(SEED, found_words(), people=2000)}
    words = imitated.pop("words behind log prefixes")
    measured = (words, *unread(words))
    others = [f"{1e6 * one.people / len(one.text):8.0f} people in a megabyte: {name}" for name, one in imitated.items()]
    table(
        TITLE, [unread_line(*measured), "known ways around, which only volume, speed and the recording bound:", *others]
    )
    assert _beyond([measured]) == [], SEED


def _beyond(measured: Sequence[tuple[Disguised, float, float, Sitting]]) -> list[str]:
    return [
        unread_line(*row)
        for row in measured
        if row[1] > ALARM or row[2] > (ENCODED if row[0].family is Family.ENCODING else FREEZE) or not row[3].frozen
    ]


@pytest.mark.long
@pytest.mark.parametrize("number", range(12))
def test_R05_R07_the_long_leakage_table(number: int, table: Print) -> None:
    seed = f"{SEED}/{number}"
    outright = [(one, *readable(one)) for one in drawn(seed, 168)]
    hidden = [(one, *unread(one)) for one in disguises(seed, found_words())]
    drip = [(one, *unread(one, 2.0)) for one in disguises(f"{seed} drip", found_words(), people=2000)]
    worst = max(row[1] for row in outright)
    table(TITLE, [f"seed {seed}: {len(outright)} layouts, most readable people {worst}"])
    table(TITLE, [f"   {unread_line(*max(rows, key=lambda row: row[2]))}" for rows in (hidden, drip)])
    assert [row for row in outright if row[1] > READABLE_PEOPLE] == [], seed
    assert _beyond(hidden) == [], seed
    assert [row for row in drip if row[2] > FREEZE] == [], seed
