from gateway.listener.events import ConnectionFailed, ConnectionRefused
from gateway.listener.parent.refusals import ADDRESSES_MAX, Refusals


def test_the_first_refusal_is_told_at_once_and_a_flood_in_sums():
    refusals = Refusals(ConnectionRefused)
    assert refusals.due(100.0) == []
    refusals.add("192.0.2.1:4000", "too-many")
    assert [(told.address, told.why, told.count) for told in refusals.due(100.0)] == [("192.0.2.1", "too-many", 1)]
    for port in range(1000):
        refusals.add(f"192.0.2.1:{port}", "too-many")
    assert refusals.due(105.0) == []
    assert [told.count for told in refusals.due(110.0)] == [1000]
    assert refusals.due(200.0) == []


def test_many_addresses_do_not_fill_the_memory_and_none_is_lost():
    refusals = Refusals(ConnectionRefused)
    for number in range(5000):
        refusals.add(f"2001:db8::{number:x}:22", "too-many")
    told = refusals.due(1.0)
    assert len(told) == ADDRESSES_MAX + 1
    assert sum(each.count for each in told) == 5000


def test_failures_are_summed_in_the_same_way():
    failures = Refusals(ConnectionFailed)
    failures.add("192.0.2.1:4000", "handshake")
    failures.add("192.0.2.1:4001", "handshake")
    assert failures.due(0.0) == [ConnectionFailed(address="192.0.2.1", why="handshake", count=2)]


def test_the_total_counts_all_of_them_told_or_not():
    refusals = Refusals(ConnectionRefused)
    for number in range(ADDRESSES_MAX + 5):
        refusals.add(f"2001:db8::{number:x}:22", "too-many")
    refusals.due(1.0)
    refusals.add("192.0.2.1:4000", "evicted")
    assert refusals.total == ADDRESSES_MAX + 6
