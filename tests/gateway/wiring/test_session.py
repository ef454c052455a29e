"""A session process of the SSH door."""

from gateway.wiring import session


def test_threads_are_small_enough_for_the_memory_a_session_may_have():
    threads = 20 * 10
    assert threads * session.STACK_BYTES < 512 * 1024 * 1024
