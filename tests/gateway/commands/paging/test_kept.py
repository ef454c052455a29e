import threading

from gateway.commands.paging import kept as bounds
from gateway.commands.paging.kept import AHEAD_LINES, BYTES_MAX, LINES_MAX, Kept
from tests.gateway.menu.a_client import Running
from tests.gateway.relay.ssh.a_client import wait_until


def test_lines_by_number():
    kept = Kept()
    kept.add(["a", "b", "c"])
    kept.end()
    assert (kept.first, kept.count, kept.ended) == (0, 3, True)
    assert (kept.line(1), kept.line(9), kept.lines(1, 5)) == ("b", "", ["b", "c"])


def test_the_oldest_go_first():
    kept = Kept()
    kept.want_all(wants=True)
    kept.bring([str(number) for number in range(LINES_MAX + 10)])
    assert (kept.first, kept.count) == (10, LINES_MAX + 10)
    assert (kept.line(0), kept.lines(5, 7)) == ("10", [str(number) for number in range(10, 17)])
    kept.bring(["x" * 100_000] * 100)
    assert sum(map(len, kept.lines(kept.first, LINES_MAX))) <= BYTES_MAX


def test_whoever_brings_waits_for_the_reader_so_that_nothing_unread_goes():
    kept, came = Kept(), threading.Event()
    bringing = Running(lambda: [kept.bring(["x"] * 20_000), came.set()])
    wait_until(lambda: kept.count > AHEAD_LINES)
    assert not came.wait(0.1)
    assert kept.first == 0
    wait_until(lambda: kept.read_to(kept.count) or came.is_set())
    bringing.result()
    assert kept.count == 20_000


def test_long_lines_wait_as_well():
    kept = Kept()
    bringing = Running(lambda: kept.bring(["x" * 50_000] * 100))
    wait_until(lambda: kept.count > 50)
    assert kept.first == 0
    assert kept.count * 50_000 < bounds.AHEAD_BYTES + 100 * 50_000
    kept.abandon()
    bringing.result()
    count = kept.count
    kept.add(["dropped"])
    assert kept.count == count


def test_a_reader_who_wants_all_holds_up_nobody():
    kept = Kept()
    kept.want_all(wants=True)
    kept.bring(["x"] * (3 * LINES_MAX))
    assert kept.count == 3 * LINES_MAX


def test_the_bell_rings_for_lines_and_for_the_end():
    rung = []
    kept = Kept(lambda: rung.append(True))
    kept.add([])
    assert rung == []
    kept.add(["a"])
    kept.end()
    assert len(rung) == 2
