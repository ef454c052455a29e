from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, cast

from gateway.cli.inquiry.options import wanted_of
from gateway.vocabulary.clock import JST

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=JST)


def office(begins: date | None) -> Any:
    return cast(
        Any,
        SimpleNamespace(
            clock=SimpleNamespace(now=lambda: NOW), lists=SimpleNamespace(disclosures_since=lambda: begins)
        ),
    )


def test_without_days_it_is_all_there_is_on_record() -> None:
    found = wanted_of(office(date(2013, 7, 1)), "C01", None, None, "x", 10)
    assert (found.since, found.until) == (date(2013, 7, 1), date(2026, 11, 23))
    nothing = wanted_of(office(None), "C01", None, None, "x", 10)
    assert (nothing.since, nothing.until) == (date(2026, 11, 23), date(2026, 11, 23))


def test_a_beginning_that_was_left_out_never_comes_after_the_end() -> None:
    found = wanted_of(office(date(2026, 11, 1)), "C01", None, datetime(2022, 3, 31), "x", 10)
    assert (found.since, found.until) == (date(2022, 3, 31), date(2022, 3, 31))


def test_days_as_they_are_given() -> None:
    found = wanted_of(office(None), "C01", datetime(2022, 1, 1), datetime(2022, 3, 31), "x", 10)
    assert (found.since, found.until) == (date(2022, 1, 1), date(2022, 3, 31))
