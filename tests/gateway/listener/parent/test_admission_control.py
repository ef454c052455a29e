from hypothesis import given
from hypothesis import strategies as st

from gateway.listener.parent.admission_control import GRACE_FROM_A_LINE, GRACE_SECONDS, Admission, Answer, Counts, Room
from gateway.listener.parent.failures import FAILURES_MAX
from gateway.listener.progress import Stage

LINE, OFFER = Stage.LINE, Stage.OFFER
BOUNDS = Counts(unauthenticated=3, unauthenticated_per_address=2, connections=5)
LATE = max(GRACE_SECONDS.values()) + 1


def test_connections_before_the_log_in_are_bounded_per_address():
    door = Admission(BOUNDS)
    for number in range(2):
        assert door.room("192.0.2.1:1000", OFFER, 0).room is Room.FREE
        door.came(f"C-{number}", f"192.0.2.1:{1000 + number}", LINE, 0)
    assert door.room("192.0.2.1:2000", OFFER, 0).room is Room.LATER
    assert door.room("192.0.2.2:2000", OFFER, 0).room is Room.FREE


def test_connections_before_the_log_in_are_bounded_in_total():
    door = Admission(BOUNDS)
    for number in range(3):
        door.came(f"C-{number}", f"192.0.2.{number}:1000", LINE, 0)
    assert door.room("192.0.2.9:1", OFFER, 0).room is Room.LATER
    door.authenticated("C-0")
    assert door.room("192.0.2.9:1", OFFER, 0).room is Room.FREE


def test_connections_are_bounded_in_all():
    door = Admission(BOUNDS)
    for number in range(5):
        door.came(f"C-{number}", f"192.0.2.{number}:1000", LINE, 0)
        door.authenticated(f"C-{number}")
    assert door.room("192.0.2.9:1", OFFER, LATE) == Answer(Room.NONE)
    assert door.gone("C-3", LATE) is None
    assert door.room("192.0.2.9:1", OFFER, LATE).room is Room.FREE


def test_where_all_is_full_a_stranger_makes_room_and_nobody_who_logged_in():
    door = Admission(Counts(unauthenticated=3, unauthenticated_per_address=2, connections=3))
    for number in range(3):
        door.came(f"C-{number}", f"192.0.2.{number}:1000", LINE, 0)
    door.authenticated("C-0")
    door.authenticated("C-2")
    assert door.room("192.0.2.9:1", OFFER, LATE) == Answer(Room.EVICT, "C-1")


def test_addresses_of_ipv6_are_told_apart():
    door = Admission(Counts(unauthenticated=9, unauthenticated_per_address=1, connections=9))
    door.came("C-1", "2001:db8::1:4000", LINE, 0)
    assert door.room("2001:db8::1:4001", OFFER, 0).room is Room.LATER
    assert door.room("2001:db8::2:4000", OFFER, 0).room is Room.FREE


def test_the_lowest_stage_goes_first_then_the_oldest():
    door = Admission(Counts(unauthenticated=9, unauthenticated_per_address=4, connections=9))
    for number, stage in enumerate((Stage.PROVED, Stage.KEYS, LINE, LINE)):
        door.came(f"C-{number}", "192.0.2.1:1", LINE, number)
        door.reached(f"C-{number}", stage, number)
    order = []
    while (answer := door.room("192.0.2.1:1", OFFER, LATE + 10)).room is Room.EVICT:
        order.append(answer.victim)
        assert door.evicted(answer.victim) == "192.0.2.1:1"
        door.came(f"N-{answer.victim}", "192.0.2.1:1", LINE, LATE + 10)
    assert order == ["C-2", "C-3", "C-1", "C-0"]


def test_nobody_loses_his_place_within_his_grace():
    for stage, grace in GRACE_SECONDS.items():
        door = Admission(Counts(unauthenticated=9, unauthenticated_per_address=1, connections=9))
        door.came("C-1", "192.0.2.1:1", LINE, 0)
        door.reached("C-1", stage, 50)
        since = 50 if stage > LINE else 0
        assert door.room("192.0.2.1:1", OFFER, since + grace - 0.01).room is Room.LATER
        assert door.room("192.0.2.1:1", OFFER, since + grace).room is Room.EVICT


def test_a_stage_told_again_buys_no_time():
    door = Admission(Counts(unauthenticated=9, unauthenticated_per_address=1, connections=9))
    door.came("C-1", "192.0.2.1:1", LINE, 0)
    door.reached("C-1", Stage.KEYS, 0)
    door.reached("C-1", Stage.KEYS, 3)
    door.reached("C-1", LINE, 3)
    assert door.room("192.0.2.1:1", OFFER, GRACE_SECONDS[Stage.KEYS]).room is Room.EVICT


def test_in_the_total_the_address_that_takes_most_makes_room():
    door = Admission(Counts(unauthenticated=3, unauthenticated_per_address=2, connections=9))
    door.came("honest", "192.0.2.1:1", LINE, 0)
    door.came("C-1", "192.0.2.2:1", LINE, 1)
    door.came("C-2", "192.0.2.2:2", LINE, 2)
    assert door.room("192.0.2.9:1", OFFER, LATE) == Answer(Room.EVICT, "C-1")


def test_an_end_before_the_log_in_is_a_failure_and_an_eviction_is_none():
    door = Admission(BOUNDS)
    door.came("C-1", "192.0.2.1:1", LINE, 0)
    door.reached("C-1", Stage.KEYS, 0)
    assert door.gone("C-1", 1) == ("192.0.2.1:1", Stage.KEYS)
    door.came("C-2", "192.0.2.1:2", LINE, 0)
    door.evicted("C-2")
    assert door.gone("C-2", 1) is None


def test_an_address_that_fails_often_makes_room_for_others_and_loses_nothing_else():
    door = Admission(Counts(unauthenticated=3, unauthenticated_per_address=3, connections=50))
    for number in range(FAILURES_MAX):
        assert not door.stands_back("192.0.2.1:1", 1)
        door.came(f"C-{number}", "192.0.2.1:1", OFFER, 0)
        door.gone(f"C-{number}", 1)
    assert door.stands_back("192.0.2.1:1", 1)
    door.came("other", "192.0.2.2:1", LINE, 2)
    door.came("fails", "192.0.2.1:1", OFFER, 3)
    assert door.room("192.0.2.1:1", OFFER, 3).room is Room.FREE
    door.came("proved", "192.0.2.1:1", OFFER, 4)
    door.reached("proved", Stage.PROVED, 4)
    assert door.room("192.0.2.9:1", OFFER, LATE + 4) == Answer(Room.EVICT, "fails")
    door.evicted("fails")
    door.came("new", "192.0.2.9:1", OFFER, LATE + 4)
    assert door.room("192.0.2.9:1", OFFER, LATE + 4) == Answer(Room.EVICT, "other")


def test_who_shows_a_line_only_waits_longer():
    door = Admission(Counts(unauthenticated=9, unauthenticated_per_address=1, connections=9))
    door.came("C-1", "192.0.2.1:1", LINE, 0)
    grace = GRACE_SECONDS[LINE]
    assert door.room("192.0.2.1:1", OFFER, grace).room is Room.EVICT
    assert door.room("192.0.2.1:1", LINE, grace * GRACE_FROM_A_LINE - 0.1).room is Room.LATER
    assert door.room("192.0.2.1:1", LINE, grace * GRACE_FROM_A_LINE).room is Room.EVICT


def test_a_part_of_the_places_is_kept_for_those_who_proved_a_key():
    door = Admission(Counts(unauthenticated=9, unauthenticated_per_address=4, connections=99, strangers_share=2))
    for number in range(2):
        assert door.room("192.0.2.1:1", OFFER, 0).room is Room.FREE
        door.came(f"C-{number}", "192.0.2.1:1", OFFER, 0)
    assert door.room("192.0.2.1:1", OFFER, 0).room is Room.LATER
    door.reached("C-0", Stage.PROVED, 0)
    assert door.room("192.0.2.1:1", OFFER, 0).room is Room.FREE
    door.came("C-2", "192.0.2.1:1", OFFER, 1)
    assert door.room("192.0.2.1:1", OFFER, LATE) == Answer(Room.EVICT, "C-1")
    for number in range(3, 5):
        door.came(f"C-{number}", f"192.0.2.{number}:1", OFFER, 2)
    assert door.room("192.0.2.9:1", OFFER, LATE).room is Room.EVICT
    assert door.room("192.0.2.9:1", OFFER, 0.5).room is Room.LATER


ACTS = ["came", "authenticated", "gone", "reached", "evict"]


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.sampled_from(Stage)), max_size=80))
def test_bounds_hold_and_after_everybody_has_gone_nothing_is_counted(acts):
    door, now = Admission(BOUNDS), 0.0
    here: set[str] = set()
    for act, number, stage in acts:
        name, address = f"C-{number}", f"192.0.2.{number % 2}:1"
        now += 0.7
        if act == "came" and name not in here:
            answer = door.room(address, OFFER, now)
            if answer.room is Room.EVICT:
                assert answer.victim in door._unproved
                door.evicted(answer.victim)
                here.discard(answer.victim)
            if answer.room in (Room.FREE, Room.EVICT):
                door.came(name, address, LINE, now)
                here.add(name)
        elif act == "authenticated":
            door.authenticated(name)
        elif act == "reached":
            door.reached(name, stage, now)
        elif act == "gone":
            door.gone(name, now)
            here.discard(name)
        assert len(door._unproved) <= BOUNDS.unauthenticated
        assert all(count <= BOUNDS.unauthenticated_per_address for count in door._per_address.values())
        assert len(door._all) <= BOUNDS.connections
    for name in list(here):
        door.gone(name, now)
    assert (door._unproved, door._per_address, door._all) == ({}, {}, set())
