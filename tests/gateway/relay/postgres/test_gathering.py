"""Many statements, few entries: what is summed up, what is not, and that nothing is lost or told twice."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gateway.relay.postgres.events import Cut, StatementEnded, StatementRan, StatementRefused, StatementRun
from gateway.relay.postgres.gathering import Gathering


def run(number, text="select ?", digest=b"d", parameters=0):
    return StatementRun(
        person="P-1", session="S-1", number=number, what="select", digest=digest, text=text, relations=("public.plans",),
        parameters=parameters,
    )  # fmt: skip


def ended(number, rows=1, masked=0, sqlstate=None, cut=None):
    return StatementEnded(
        person="P-1", session="S-1", number=number, rows=rows, masked=masked, milliseconds=2, sqlstate=sqlstate, cut=cut
    )


def gathered(*events):
    notes = Gathering()
    for at, event in enumerate(events):
        notes.put(event, float(at))
    return notes


def test_a_statement_that_began_and_ended_meanwhile_is_one_entry():
    notes = gathered(run(7, parameters=2), ended(7, rows=3, masked=2))
    assert notes.all() == [
        StatementRan(
            person="P-1",
            session="S-1",
            number=7,
            through=7,
            times=1,
            what="select",
            digest=b"d",
            text="select ?",
            relations=("public.plans",),
            parameters=2,
            rows=3,
            masked=2,
            milliseconds=2,
        )
    ]
    assert notes.oldest == 0.0


def test_statements_side_by_side_keep_their_places_when_one_is_added_to_a_sum():
    notes = gathered(run(1), ended(1), run(2), run(3, text="other"), ended(2, rows=5), ended(3, rows=7))
    first, other = notes.all()
    assert (first.text, first.times, first.rows) == ("select ?", 2, 6)
    assert (other.text, other.times, other.number, other.rows) == ("other", 1, 3, 7)


def test_the_same_text_again_adds_to_it():
    notes = gathered(run(1), ended(1), run(2, text="other"), ended(2), run(3), ended(3, rows=5, masked=4))
    first, other = notes.all()
    assert (first.number, first.through, first.times, first.rows, first.masked, first.milliseconds) == (
        1,
        3,
        2,
        6,
        4,
        4,
    )
    assert (other.text, other.times) == ("other", 1)


def test_another_digest_text_or_number_of_parameters_is_another_entry():
    notes = gathered(
        run(1), ended(1), run(2, digest=b"e"), ended(2), run(3, text="x"), ended(3), run(4, parameters=1), ended(4)
    )
    assert [each.times for each in notes.all()] == [1, 1, 1, 1]


def test_what_failed_or_was_cut_stays_by_itself():
    events = [run(1), ended(1, sqlstate="22012"), run(2), ended(2, cut=Cut.BUDGET)]
    assert gathered(*events).all() == events


def test_what_is_being_written_is_not_touched():
    notes = gathered(run(1), ended(1), run(2))
    leaving = notes.leave(64)
    kept = list(leaving)
    notes.put(ended(2), 5.0)
    notes.put(run(3), 6.0)
    notes.put(ended(3), 7.0)
    assert leaving == kept == notes.all()[:2]
    assert notes.all()[2:] == [ended(2), replace(kept[0], number=3, through=3)]
    notes.left()
    assert notes.oldest == 5.0
    notes.put(run(4), 8.0)
    notes.put(ended(4), 9.0)
    assert [type(each).__name__ for each in notes.all()] == ["StatementEnded", "StatementRan"]
    assert notes.all()[1].times == 2


def test_refusals_and_order_stay():
    refused = StatementRefused(number=2, why="personal", sqlstate="42501", digest=b"d", text="select ?")
    notes = gathered(run(1), refused, ended(1), run(3), ended(3))
    assert [type(each) for each in notes.all()] == [StatementRan, StatementRefused]
    assert len(notes) == 2


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("statement"), st.integers(0, 2), st.booleans()),
        st.tuples(st.just("begin"), st.integers(0, 2), st.booleans()),
        st.tuples(st.just("leave"), st.integers(1, 5), st.booleans()),
        st.tuples(st.just("left"), st.integers(0, 2), st.booleans()),
    ),
    max_size=40,
)


@given(STEPS)
def test_every_statement_is_told_once_with_all_its_rows(steps):
    notes, written, leaving, number, rows = Gathering(), [], None, 0, 0
    begun = []
    for step, which, fine in steps:
        if step in ("statement", "begin"):
            number += 1
            notes.put(run(number, text=str(which)), float(number))
            begun.append(number)
            if step == "statement":
                notes.put(ended(begun.pop(), rows=which, sqlstate=None if fine else "22012"), float(number))
                rows += which
        elif step == "leave" and leaving is None:
            leaving = notes.leave(which)
        elif step == "left" and leaving is not None:
            written += leaving
            notes.left()
            leaving = None
    told = [*written, *notes.all()]
    beginnings = sum(each.times if isinstance(each, StatementRan) else isinstance(each, StatementRun) for each in told)
    assert beginnings == number
    assert sum(each.rows for each in told if not isinstance(each, StatementRun)) == rows
    times = [each.number for each in told if isinstance(each, StatementRun)]
    assert len(set(times)) == len(times)
