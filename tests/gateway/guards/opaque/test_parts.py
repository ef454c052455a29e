"""Small parts: what was seen, windows, speed, limits."""

import random

from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.opaque.limits import Used
from gateway.guards.opaque.seen import Seen
from gateway.guards.opaque.windows import Speed, Window


def test_seen_knows_what_was_there_lately() -> None:
    seen = Seen(4096)
    texts = [str(number) for number in range(500)]
    assert not any(map(seen.again, texts))
    assert sum(map(seen.again, texts)) > 470


def test_seen_forgets() -> None:
    seen = Seen(64)
    assert not seen.again("first")
    for number in range(5_000):
        seen.again(str(number))
    assert not seen.again("first")


@given(st.lists(st.tuples(st.floats(0, 50), st.integers(0, 100)), max_size=60))
def test_a_window_never_counts_less_than_its_span(added: list[tuple[float, int]]) -> None:
    window, at, all_of_it = Window(60.0), 0.0, []
    for after, amount in added:
        at += after
        window.add(amount, at)
        all_of_it.append((at, amount))
        within = sum(amount for when, amount in all_of_it if at - when <= 60)
        longer = sum(amount for when, amount in all_of_it if at - when <= 62)
        assert within <= window.sum(at) <= longer


def test_a_clock_that_goes_back_forgets_nothing() -> None:
    window = Window(60.0)
    window.add(5, 100.0)
    window.add(5, 10.0)
    assert window.sum(100.0) == 10


def test_a_burst_passes_and_then_so_much_a_second() -> None:
    speed, chance = Speed(1_000, 100), random.Random(1)
    at, shown = 0.0, 0
    while at < 100:
        amount = chance.randrange(50)
        speed.take(amount, at)
        shown += amount
        at += speed.wait(at)
        if speed.wait(at) == 0 and chance.random() < 0.01:
            at += 1
    assert shown <= 1_000 + 100 * at + 50


def test_what_was_used_adds_up() -> None:
    assert Used(opaque=1, volume=2) + Used(opaque=3, novel=4) == Used(opaque=4, novel=4, volume=2)
