"""The keeper, the worker and the office are stopped at every step of a session's life, before an answer and after it (R-11).

Real processes and SIGKILL; a step is a call the keeper answers, a call that worker or office makes, a letter handed in. They are
counted, not chosen. After each: nothing took effect that is not journalled, nothing answered is missing, who worked works on
or was told why, and service is back with nobody's help. A sample in the ordinary run, the whole walk with `--long`.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest

from gateway.vocabulary.clock import JST
from tests.walks.clients import QUIET, eventually
from tests.walks.every_step import (
    BACK_SECONDS,
    SECONDS,
    Walk,
    greets,
    in_words,
    live,
    mails,
    require_one_chain,
    require_whole,
    works_again,
)
from tests.walks.office import Sekisho
from tests.walks.office_acts import approval, done, on_session, opened, signed_in, tried
from tests.walks.own_stack import OwnStack, own_stack
from tests.walks.seams import How, set_clock

pytestmark = [pytest.mark.xdist_group("steps"), pytest.mark.timeout(1800)]
STEPS_MAX = 40
FEW, MANY = 12, 150


@pytest.fixture(scope="module")
def stack(request: pytest.FixtureRequest) -> Iterator[OwnStack]:
    with own_stack(MANY if request.config.getoption("--long") else FEW, seamed=True) as built:
        yield built


@pytest.fixture
def sekisho(stack):
    return Sekisho(stack.demo)


@pytest.fixture
def anybody(stack, tmp_path):
    return partial(stack.drawn, tmp_path)


@pytest.fixture(scope="module")
def supervisor(stack):
    """One at the browser."""
    return signed_in(stack.demo, "yamada")


# -- the keeper


def keeper_stopped(stack, sekisho, anybody, at, how):
    """A life during which it is stopped at one of its answers; which that was."""
    eventually(lambda: greets(stack), BACK_SECONDS)
    walk = Walk(stack, "keeper")
    plan = walk.plan(at, how)
    with walk.over():
        life = live(anybody())
        # a seal may be asked for when the client has gone already
        name = _within(lambda: walk.stopped_at(plan), 1.5)
    if not name:
        assert life.worked, life.said
        return ""
    assert life.ended - walk.when(plan) < SECONDS
    assert life.worked or in_words(life.said), (name, how, life)
    works_again(stack, anybody)
    sessions = require_whole(sekisho, life)
    if sessions:  # he was let in, so his code is used
        again = life.client.ssh("build-host", "true", answer=life.code)
        assert again.returncode == 255, (name, how, "a code was good twice")
    return name


def _within(check, seconds):
    end = time.monotonic() + seconds
    while not (found := check()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


@pytest.mark.parametrize(("at", "how"), [(3, How.UNANSWERED), pytest.param(10, How.ANSWERED, marks=pytest.mark.long)])
def test_R11_R41_the_keeper_is_stopped_at_an_answer(stack, sekisho, anybody, at, how):
    assert keeper_stopped(stack, sekisho, anybody, at, how)


@pytest.mark.long
@pytest.mark.parametrize("how", list(How))
def test_R11_R41_the_keeper_is_stopped_at_every_answer(stack, sekisho, anybody, how):
    stopped = []
    for at in range(1, STEPS_MAX):
        name = keeper_stopped(stack, sekisho, anybody, at, how)
        if not name:
            break
        stopped.append(name)
    print(f"{len(stopped)} lives, the keeper stopped {how}: {stopped}")
    assert {"hostkey.sign", "code.verify", "recording.key", "target.certificate", "recording.sign"} <= set(stopped)
    require_one_chain(stack, sekisho)


# -- the worker


def an_alarm(client):
    """Wrong codes until he is locked: one alarm, and two supervisors have mail of it."""
    for _ in range(6):
        client.ssh("build-host", "true", answer="000000")


def worker_stopped(stack, sekisho, anybody, at, how):
    """An alarm while somebody works; the worker is stopped at a step of telling of it. Which step, and how many mails."""
    walk, client = Walk(stack, "worker"), anybody()
    plan = walk.plan(at, how)
    with walk.over():
        an_alarm(client)
        name = _within(lambda: walk.stopped_at(plan), 12.0)
    (alarm,) = [one for one in sekisho.json("alarm", "list")["alarms"] if f" {client.username} " in one["ja"]][-1:]
    eventually(partial(_mailed, sekisho, alarm["seq"]), 90)  # what brings nothing new is told once a minute
    said = [one for one in sekisho.events("--kind", "alarm.mailed") if one["data"].get("alarm") == alarm["seq"]]
    return name, [mail for mail in mails(stack) if f"#{alarm['seq']}" in mail], said


def _mailed(sekisho, seq):
    (listed,) = [one for one in sekisho.json("alarm", "list")["alarms"] if one["seq"] == seq]
    return listed["mailed"]


def a_letter_a_day(stack, at, how, days):
    """By the worker's clock it is another day, so the witness's letter is due; it is stopped at a step of that."""
    walk = Walk(stack, "worker")
    plan = walk.plan(at, how)
    with walk.over():
        set_clock(stack.seams, 86_400.0 * days, "worker")
        return _within(lambda: walk.stopped_at(plan), 9.0)


def is_witnessed(stack, sekisho, days):
    """That day's letter came, and stands in the journal once."""
    day = (datetime.now(JST) + timedelta(days=days)).date().isoformat()
    said = [one["data"]["day"] for one in sekisho.events("--kind", "witness.mailed", limit=1000)]
    return said.count(day) == 1 and any("hoshimi@example.jp" in mail for mail in mails(stack))


def test_R11_R02_the_worker_is_stopped_between_an_alarms_letter_and_its_word_of_it(stack, sekisho, anybody):
    eventually(lambda: greets(stack), BACK_SECONDS)
    with anybody().shell("build-host", *QUIET) as shell:
        shell.prompt()
        name, told, _ = worker_stopped(stack, sekisho, anybody, 1, How.ANSWERED)
        assert name
        assert len(told) >= 1, "it may come twice, it is never lost"
        assert shell.run("echo 続き") == "続き\r\n".encode()
        shell.line("exit 4")
        assert shell.wait() == 4


@pytest.mark.long
@pytest.mark.parametrize("how", list(How))
def test_R11_R02_the_worker_is_stopped_at_every_step_of_alarms_and_letters(stack, sekisho, anybody, how):
    stopped = []
    with anybody().shell("build-host", *QUIET) as shell:
        shell.prompt()
        for at in range(1, STEPS_MAX):
            name, told, _ = worker_stopped(stack, sekisho, anybody, at, how)
            assert told, (name, how)
            if not name:
                break
            stopped.append(name)
            assert shell.run("echo 続き") == "続き\r\n".encode(), "whoever works hears nothing of it"
        for at in range(1, STEPS_MAX):
            days = at + (STEPS_MAX if how is How.ANSWERED else 0)
            name = a_letter_a_day(stack, at, how, days)
            if not name:
                break
            stopped.append(name)
            eventually(partial(is_witnessed, stack, sekisho, days), 90)
        set_clock(stack.seams, 0.0, "worker")
        shell.line("exit 4")
        assert shell.wait() == 4
    print(f"the worker stopped {how}: {stopped}")
    assert {"letter", "journal.append", "checkpoint.now"} <= set(stopped)
    works_again(stack, anybody)
    require_one_chain(stack, sekisho)


# -- the office


def office_stopped(stack, sekisho, desk, act, at, how):
    """A write of the office, and the office stopped at one of its steps: it took effect once, or not at all and then once."""
    walk, page = Walk(stack, "admin_ui"), opened(desk, act)
    plan = walk.plan(at, how)
    with walk.over():
        status = tried(page, act)
    name = walk.stopped_at(plan)
    assert status is None if name else status == 303, (name, status)
    again = opened(desk, act)  # it is back, and he is still signed in
    if not done(sekisho, act):
        assert name, "what was answered is written"
        assert tried(again, act) == 303
    assert done(sekisho, act) == 1
    return name


def every_office_step(stack, sekisho, desk, act_of, steps, how):
    stopped = []
    for at in steps:
        name = office_stopped(stack, sekisho, desk, act_of(), at, how)
        if not name:
            break
        stopped.append(name)
    return stopped


def acts_on(stack, sekisho, anybody):
    """A session that runs, and what is done to it in turn."""
    client = anybody()
    with client.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        (session,) = sekisho.sessions_of(client.username)
        yield shell, session["id"]


@pytest.mark.parametrize("at", [1, 3])
def test_R11_R42_the_office_is_stopped_while_a_session_is_ended(stack, sekisho, anybody, supervisor, at):
    for shell, session in acts_on(stack, sekisho, anybody):
        assert office_stopped(stack, sekisho, supervisor, on_session(session, "cut", "session.cut"), at, How.UNANSWERED)
        assert shell.wait(SECONDS) != 0


@pytest.mark.long
@pytest.mark.parametrize("how", list(How))
def test_R11_R22_R42_the_office_is_stopped_at_every_step_of_its_writes(stack, sekisho, anybody, supervisor, how):
    stopped = {}
    for act, kind in (("freeze", "session.freeze_ordered"), ("resume", "session.resumed"), ("cut", "session.cut")):
        stopped[act] = []
        for at in range(1, STEPS_MAX):
            for shell, session in acts_on(stack, sekisho, anybody):
                if act == "resume":
                    first = on_session(session, "freeze", "session.freeze_ordered")
                    assert tried(opened(supervisor, first), first) == 303
                name = office_stopped(stack, sekisho, supervisor, on_session(session, act, kind), at, how)
                if act == "cut":
                    assert shell.wait(SECONDS) != 0
            if not name:
                break
            stopped[act].append(name)
    stopped["approve"] = every_office_step(
        stack, sekisho, supervisor, lambda: approval(asked(sekisho, anybody())), range(1, STEPS_MAX), how
    )
    print(f"the office stopped {how}: {stopped}")
    assert all(len(steps) >= 2 for steps in stopped.values())
    require_one_chain(stack, sekisho)


def asked(sekisho, client):
    """An order of somebody's that waits."""
    words = ("--target", "build-host", "--purpose", "failure", "--mode", "shell", "--hours", "1", "--reason", "試験")
    return sekisho.json("order", "request", *words, by=client.person)["order"]["id"]
