from gateway.listener.parent.failures import ADDRESSES_MAX, FAILURES_MAX, WITHIN_SECONDS, Failures


def test_few_failures_cost_nothing():
    failures = Failures()
    for at in range(FAILURES_MAX):
        assert not failures.many("192.0.2.1", at)
        failures.add("192.0.2.1", at)
    assert failures.many("192.0.2.1", FAILURES_MAX)
    assert not failures.many("192.0.2.2", FAILURES_MAX)


def test_it_is_forgotten_with_time():
    failures = Failures()
    for _ in range(FAILURES_MAX):
        failures.add("192.0.2.1", 0)
    assert failures.many("192.0.2.1", WITHIN_SECONDS)
    assert not failures.many("192.0.2.1", WITHIN_SECONDS + 1)


def test_many_addresses_do_not_fill_the_memory():
    failures = Failures()
    for number in range(5 * ADDRESSES_MAX):
        failures.add(f"2001:db8::{number:x}", number)
    assert len(failures._times) == ADDRESSES_MAX
