from hypothesis import given
from hypothesis import strategies as st

from gateway.listener.admission_control import Admission, Counts

BOUNDS = Counts(unauthenticated=3, unauthenticated_per_address=2, connections=5)


def test_connections_before_the_log_in_are_bounded_per_address():
    door = Admission(BOUNDS)
    for number in range(2):
        assert door.admits("192.0.2.1:1000")
        door.came(f"C-{number}", f"192.0.2.1:{1000 + number}")
    assert not door.admits("192.0.2.1:2000")
    assert door.admits("192.0.2.2:2000")


def test_connections_before_the_log_in_are_bounded_in_total():
    door = Admission(BOUNDS)
    for number in range(3):
        door.came(f"C-{number}", f"192.0.2.{number}:1000")
    assert not door.admits("192.0.2.9:1")
    door.authenticated("C-0")
    assert door.admits("192.0.2.9:1")


def test_connections_are_bounded_in_all():
    door = Admission(BOUNDS)
    for number in range(5):
        door.came(f"C-{number}", f"192.0.2.{number}:1000")
        door.authenticated(f"C-{number}")
    assert not door.admits("192.0.2.9:1")
    door.gone("C-3")
    assert door.admits("192.0.2.9:1")


def test_addresses_of_ipv6_are_told_apart():
    door = Admission(Counts(unauthenticated=9, unauthenticated_per_address=1, connections=9))
    door.came("C-1", "2001:db8::1:4000")
    assert not door.admits("2001:db8::1:4001")
    assert door.admits("2001:db8::2:4000")


@given(st.lists(st.tuples(st.sampled_from(["came", "authenticated", "gone"]), st.integers(0, 5)), max_size=60))
def test_after_everybody_has_gone_nothing_is_counted(acts):
    door, here = Admission(BOUNDS), set()
    for act, number in acts:
        name = f"C-{number}"
        if act == "came" and name not in here:
            door.came(name, f"192.0.2.{number}:1")
            here.add(name)
        elif act == "authenticated":
            door.authenticated(name)
        elif act == "gone":
            door.gone(name)
            here.discard(name)
    for name in list(here):
        door.gone(name)
    assert (door._unproved, door._per_address, door._all) == ({}, {}, set())
