from gateway.authentication.events import CutOffReason
from gateway.authentication.patience import FAILURES_MAX, QUERIES_MAX, Patience


def test_forty_queries_are_honest_and_the_next_is_not():
    patience = Patience()
    assert QUERIES_MAX == 40
    assert [patience.query() for _ in range(40)] == [None] * 40
    assert patience.query() is CutOffReason.TOO_MANY_QUERIES
    assert patience.failures == 0


def test_R16_the_sixth_failure_is_the_last():
    patience = Patience()
    assert FAILURES_MAX == 6
    assert [patience.failure() for _ in range(5)] == [None] * 5
    assert patience.failure() is CutOffReason.TOO_MANY_FAILURES
    assert patience.failures == 6
