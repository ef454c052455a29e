from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.registrar.leases import Full, Held, release, take

NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Rows:
    """The lease table as a dict."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, int]] = {}

    def holder(self, person: str) -> tuple[str, int] | None:
        return self.rows.get(person)

    def put(self, person: str, *, terminal: str, node: str, sessions: int, since: datetime) -> None:
        self.rows[person] = (terminal, sessions)

    def drop(self, person: str) -> None:
        self.rows.pop(person, None)


def test_R17_another_terminal_is_refused_until_the_last_session_ends() -> None:
    rows = Rows()
    assert take(rows, "p", terminal="a", node="n", sessions_max=9, now=NOW) is None
    assert take(rows, "p", terminal="a", node="n", sessions_max=9, now=NOW) is None
    assert take(rows, "p", terminal="b", node="n", sessions_max=9, now=NOW) == Held(terminal="a")
    release(rows, "p", node="n", now=NOW)
    assert take(rows, "p", terminal="b", node="n", sessions_max=9, now=NOW) == Held(terminal="a")
    release(rows, "p", node="n", now=NOW)
    assert take(rows, "p", terminal="b", node="n", sessions_max=9, now=NOW) is None


def test_one_session_too_many_is_refused_and_counts_nothing() -> None:
    rows = Rows()
    for _ in range(2):
        assert take(rows, "p", terminal="a", node="n", sessions_max=2, now=NOW) is None
    assert take(rows, "p", terminal="a", node="n", sessions_max=2, now=NOW) == Full(sessions=2)
    assert take(rows, "p", terminal="b", node="n", sessions_max=2, now=NOW) == Held(terminal="a"), "R-17 comes first"
    assert rows.rows == {"p": ("a", 2)}
    release(rows, "p", node="n", now=NOW)
    assert take(rows, "p", terminal="a", node="n", sessions_max=2, now=NOW) is None


def test_two_people_do_not_stand_in_each_others_way() -> None:
    rows = Rows()
    assert take(rows, "p", terminal="a", node="n", sessions_max=9, now=NOW) is None
    assert take(rows, "q", terminal="b", node="n", sessions_max=9, now=NOW) is None


def test_releasing_what_nobody_holds_changes_nothing() -> None:
    rows = Rows()
    release(rows, "p", node="n", now=NOW)
    assert rows.rows == {}


def test_a_refusal_is_no_truth_value() -> None:
    for refusal in (Held(terminal="a"), Full(sessions=1)):
        with pytest.raises(TypeError):
            bool(refusal)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.booleans(), st.sampled_from("ab"))))
def test_R17_never_two_terminals_and_never_a_lost_count(steps: list[tuple[bool, str]]) -> None:
    rows = Rows()
    running: list[str] = []
    for begin, terminal in steps:
        if begin:
            held = take(rows, "p", terminal=terminal, node="n", sessions_max=99, now=NOW)
            assert (held is None) == all(other == terminal for other in running)
            running += [terminal] if held is None else []
        elif running:
            running.pop()
            release(rows, "p", node="n", now=NOW)
        assert rows.rows.get("p", ("", 0))[1] == len(running)
