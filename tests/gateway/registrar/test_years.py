"""T-01, T-02 and slow drip through the registrar's own budgets: nobody gets beyond the table, whichever doors and sessions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gateway.disclosure.keeping import Door
from gateway.vocabulary.caps import ShellCaps
from tests.corpus.worker import Answer, Worker, Years, dripping, greedy, patient
from tests.databases import USUAL
from tests.gateway.registrar.scene import Scene
from tests.tables import Print

SHELL, DATABASE = (Door.SHELL,), (Door.DATABASE,)
BOTH = Door.SHELL, Door.DATABASE
UNITS_A_PERSON = 41  # a name and a mobile number, packed as well as bz2 does
TITLE = (
    "T-01, T-02: one worker against the shipped budgets (day and time of the first alarm; people by then; most people)"
)
WEEK = list(range(8))
MONTHS = [*range(7), *range(30, 33)]
MONTHS_116 = 3530


@pytest.fixture
def database_kind() -> str:
    return USUAL


@pytest.fixture
def scene(database: Engine, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(database, tmp_path)
    made.seed()
    yield made


@dataclass(frozen=True)
class Way:
    answer: Answer
    does: Callable[[Worker, Iterable[int]], Years]
    days: Sequence[int] = tuple(WEEK[:2])


WAYS = {
    "T-01 shell, one by one, nobody answers": Way(
        Answer.NONE, lambda worker, days: greedy(worker, days, SHELL, page=1, seconds=0.4)
    ),
    "T-01 database, one by one, nobody answers": Way(
        Answer.NONE, lambda worker, days: greedy(worker, days, DATABASE, page=1, seconds=0.4)
    ),
    "T-01 both doors, by tens, released at once": Way(
        Answer.AT_ONCE, lambda worker, days: greedy(worker, days, BOTH, page=10, seconds=0.5), MONTHS
    ),
    "T-02 both doors and two terminals in turn, fifty a day": Way(
        Answer.AT_ONCE, lambda worker, days: patient(worker, days, BOTH, a_day=50), WEEK
    ),
    "T-02 shell, a hundred a day": Way(
        Answer.AT_ONCE, lambda worker, days: patient(worker, days, SHELL, a_day=100), WEEK[:3]
    ),
}
HEADS = "alarm".rjust(14), "by then", "day", "30 days", "365 days", "in all"


def line_of(name: str, years: Years) -> str:
    alarm = "never" if years.alarm is None else f"day {years.alarm[0]} {years.alarm[1]:.0f} s"
    cells = (years.before_alarm, years.most(1), years.most(30), years.most(365), years.people.total())
    return (
        f"{alarm:>14} "
        + " ".join(f"{cell:>{len(head)},}" for cell, head in zip(cells, HEADS[1:], strict=True))
        + f"  {name}"
    )


@pytest.mark.parametrize("name", WAYS)
def test_R06_R58_T01_T02_nobody_gets_beyond_the_table_of_budgets(name: str, scene: Scene, table: Print) -> None:
    way, caps = WAYS[name], scene.policy_budgets.shell.default
    years = way.does(Worker(scene, way.answer), way.days)
    table(TITLE, ["  ".join(HEADS), line_of(f"{name} ({len(way.days)} days)", years)])
    _holds(years, caps)
    if way.answer is Answer.NONE:
        assert years.people.total() <= caps.session * 2, "a database session that is frozen freezes no other"
    if name.startswith("T-01"):
        assert years.alarm is not None
        assert years.alarm[0] == 1
        assert years.alarm[1] <= 10
        assert years.before_alarm <= caps.session
    if way.days is MONTHS:
        assert (years.most(1), years.most(30), years.most(365)) == (50, 300, 450), "the caps, and all of them"
    if "fifty" in name:
        assert [years.people[day] for day in WEEK] == [50] * 6 + [0, 0]


def test_R07_R58_what_nobody_reads_is_told_on_the_first_day_and_ends_with_each(scene: Scene, table: Print) -> None:
    caps = scene.policy_budgets.shell.default
    years = dripping(Worker(scene, Answer.MORNING), range(8), units=900, minutes=6)
    alarm = "never" if years.alarm is None else f"day {years.alarm[0]} {years.alarm[1] / 60:.0f} min"
    a_day = years.most_units(1)
    told = f"900 units of what nobody reads each six minutes, released by two each morning: alarm {alarm}"
    table(TITLE, [f"{told}; {a_day:,} units a day (about {a_day // UNITS_A_PERSON:,} people)"])
    assert years.alarm is not None
    assert years.alarm[0] == 1
    assert a_day <= caps.opaque_day + 900, "what goes over is counted, and not shown"


def test_R07_what_nobody_reads_ends_for_good_where_nobody_answers(scene: Scene) -> None:
    years = dripping(Worker(scene, Answer.NONE), range(5), units=900, minutes=6)
    caps = scene.policy_budgets.shell.default
    shown = years.units.total() - 900 * sum(1 for units in years.units.values() if units)
    assert shown <= caps.opaque_day


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", WAYS)
def test_R06_R58_T01_T02_one_hundred_and_sixteen_months(name: str, scene: Scene, table: Print) -> None:
    way = WAYS[name]
    years = way.does(Worker(scene, way.answer), [day for day in range(MONTHS_116) if day % 30 < 7 or day < 400])
    table(f"{TITLE}, 116 months", ["  ".join(HEADS), line_of(name, years)])
    _holds(years, scene.policy_budgets.shell.default)
    if way.days is MONTHS:
        assert (years.most(1), years.most(30), years.most(365)) == (50, 300, 1500)


def _holds(years: Years, caps: ShellCaps) -> None:
    assert years.most(1) <= caps.day
    assert years.most(30) <= caps.days_30
    assert years.most(365) <= caps.days_365
