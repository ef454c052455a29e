import threading
import time

from gateway.listener.workers import Workers


def test_waits_for_all_and_forgets_those_that_ended():
    workers, done = Workers(), []
    for _ in range(20):
        workers.start("worker", lambda: done.append(1))
    workers.join(10)
    assert len(done) == 20
    workers.start("worker", lambda: None)
    assert len(workers) == 1


def test_waits_no_longer_than_it_was_told():
    workers, held = Workers(), threading.Event()
    workers.start("worker", lambda: held.wait(10))
    began = time.monotonic()
    workers.join(0.2)
    assert 0.15 < time.monotonic() - began < 5
    held.set()
    workers.join(10)


def test_waits_for_what_is_started_meanwhile():
    workers, done = Workers(), []
    workers.start("worker", lambda: workers.start("second", lambda: (time.sleep(0.2), done.append(1))))
    workers.join(10)
    assert done == [1]


def test_nobody_to_wait_for():
    Workers().join(10)
