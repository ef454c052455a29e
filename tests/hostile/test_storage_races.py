"""Two processes ask for the same thing at the same moment: exactly one gets it, every time (R-16, R-17, R-44)."""

import multiprocessing

import pytest

from gateway.audit.entry import NO_ENTRY
from gateway.storage.engine import open_engine, reading, writing
from gateway.storage.for_keeper import KeeperUsedCodes
from gateway.storage.for_registrar import Store
from gateway.storage.stores.journal import Journal
from gateway.storage.stores.leases import Leases
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import NOW, KeyedCipher, StillClock, add_person, add_terminal, entries

ROUNDS = 25
PEOPLE = 5


def _use_code(engine, number, _own):
    return KeeperUsedCodes(engine, StillClock()).use("P-0", number)


def _take_lease(engine, number, own):
    """As the registrar does: read, then write, in one transaction."""
    person = f"P-{number % PEOPLE}"
    with Store(engine, KeyedCipher()).transaction() as transaction:
        if transaction.leases.holder(person) is not None:
            return False
        transaction.leases.put(person, terminal=f"T-pc-{own}", node="n", sessions=1, since=NOW)
        return True


def _put_lease(engine, number, own):
    """Carelessly: nothing is read, no other writer is held off."""
    try:
        with writing(engine) as connection:
            Leases(connection).put(f"P-{number % PEOPLE}", terminal=f"T-pc-{own}", node="n", sessions=1, since=NOW)
    except GatewayFault:
        return False
    return True


def _append(engine, _number, _own):
    with Store(engine, KeyedCipher()).transaction() as transaction:
        head = transaction.journal.head()
        start, prev = (head.seq + 1, head.hash) if head else (0, NO_ENTRY)
        transaction.journal.append(entries(1, start=start, prev=prev))
    return True


def _runner(url, what, own, rounds, barrier, answers):
    engine = open_engine(url)
    with reading(engine):
        pass  # connected before the race
    for number in range(rounds):
        barrier.wait(30)
        answers.put((number, what(engine, number, own)))
    engine.dispose()


def _race(database, what, rounds):
    """For each round, how many of the two were told yes."""
    starting = multiprocessing.get_context("forkserver")
    starting.set_forkserver_preload([__name__])  # imported once, not by each process
    barrier, answers = starting.Barrier(2), starting.Queue()
    url = database.url.render_as_string(hide_password=False)
    if database.dialect.name == "sqlite":
        url = f"sqlite:///{str(database.url.database).removeprefix('file:')}"
    both = [
        starting.Process(target=_runner, args=(url, what, own, rounds, barrier, answers), daemon=True)
        for own in range(2)
    ]
    for each in both:
        each.start()
    told = [answers.get(timeout=30) for _ in range(2 * rounds)]
    for each in both:
        each.join(30)
        assert each.exitcode == 0
    return [sum(yes for number, yes in told if number == round_) for round_ in range(rounds)]


@pytest.fixture
def people(database):
    cipher = KeyedCipher()
    with writing(database) as connection:
        for number in range(PEOPLE):
            assert add_person(connection, cipher, str(number))
        for own in range(2):
            add_terminal(connection, f"pc-{own}")
    return database


def test_R16_one_code_is_good_for_one_of_two(people):
    assert _race(people, _use_code, ROUNDS) == [1] * ROUNDS


@pytest.mark.parametrize("take", [_take_lease, _put_lease])
def test_R17_one_lease_goes_to_one_of_two(people, take):
    assert _race(people, take, PEOPLE) == [1] * PEOPLE


def test_R44_two_writers_make_one_chain(people):
    assert _race(people, _append, ROUNDS) == [2] * ROUNDS
    with reading(people) as connection:
        written = list(Journal(connection).read(0, None))
    assert written == entries(2 * ROUNDS)
