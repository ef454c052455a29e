from gateway.worker.alarm_pace import FRESH_SECONDS, GAP_SECONDS, REMEMBERED_MAX, SAME_SECONDS, Pace

ONE, TWO = ("a.b", "P-1"), ("a.b", "P-2")


def test_the_first_goes_at_once():
    assert Pace().is_due([ONE], 0.0)


def test_news_waits_a_moment_and_more_of_the_same_a_minute():
    pace = Pace()
    pace.sent([ONE], 0.0)
    assert not pace.is_due([TWO], GAP_SECONDS - 0.1)
    assert pace.is_due([TWO], GAP_SECONDS)
    assert pace.is_due([ONE, TWO], GAP_SECONDS)
    assert not pace.is_due([ONE], SAME_SECONDS - 0.1)
    assert pace.is_due([ONE], SAME_SECONDS)


def test_R57_news_is_told_within_ten_seconds():
    assert GAP_SECONDS < 10


def test_what_was_told_long_ago_is_news_again():
    pace = Pace()
    pace.sent([ONE], 0.0)
    pace.sent([TWO], FRESH_SECONDS - 1)
    assert not pace.is_due([ONE], FRESH_SECONDS - 1 + GAP_SECONDS - 0.1)
    assert pace.is_due([ONE], FRESH_SECONDS - 1 + GAP_SECONDS)
    assert not pace.is_due([TWO], FRESH_SECONDS - 1 + GAP_SECONDS)


def test_memory_is_bounded_and_what_is_not_remembered_is_news():
    pace = Pace()
    pace.sent([("a.b", f"P-{number}") for number in range(REMEMBERED_MAX + 10)], 0.0)
    assert len(pace._told) == REMEMBERED_MAX
    assert pace.is_due([("a.b", f"P-{REMEMBERED_MAX + 5}")], GAP_SECONDS)
