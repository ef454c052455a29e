from datetime import UTC, datetime

import click
import pytest

from gateway.cli.moments import MOMENT

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # 01:30 of the 23rd in Japan


class Noon:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("now", NOW),
        ("09:00", datetime(2026, 11, 23, 0, 0, tzinfo=UTC)),
        ("9:05", datetime(2026, 11, 23, 0, 5, tzinfo=UTC)),
        ("2026-11-24T21:30", datetime(2026, 11, 24, 12, 30, tzinfo=UTC)),
        ("2026-11-24T21:30+00:00", datetime(2026, 11, 24, 21, 30, tzinfo=UTC)),
    ],
)
def test_moments_are_japan_time_unless_they_say_otherwise(typed: str, meant: datetime) -> None:
    moment = MOMENT.convert(typed, None, None)
    assert moment(Noon()) == meant
    assert MOMENT.convert(moment, None, None) is moment


@pytest.mark.parametrize("typed", ["", "25:00", "tomorrow", "12:60"])
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(click.BadParameter):
        MOMENT.convert(typed, None, None)
