from datetime import UTC, datetime, timedelta

from gateway.detection.rules.many_statements import Asked, Threshold, many

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
RULE = Threshold(statements=120, within=timedelta(hours=1))


def asked(number: int, minutes: float = 0) -> Asked:
    return Asked(at=NOW - timedelta(minutes=minutes), digest=number.to_bytes(4, "big"))


def test_R06_one_number_after_the_other_is_seen():
    assert many([asked(each, each / 3) for each in range(120)], NOW, RULE) == 120


def test_the_same_screen_refreshed_all_day_is_one_statement():
    assert many([asked(1) for _ in range(5000)], NOW, RULE) is None


def test_an_hour_ends():
    assert many([asked(each, 60) for each in range(120)], NOW, RULE) == 120
    assert many([asked(each, 60.01) for each in range(120)], NOW, RULE) is None


def test_reading_stops_at_enough():
    endless = (asked(each) for each in range(10**9))
    assert many(endless, NOW, RULE) == 120
