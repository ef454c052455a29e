"""Listed commands on a real sshd, audited by the target itself."""

import threading
import time

import pytest

from gateway.commands.events import Cut
from gateway.commands.running.errands import LOOK
from gateway.commands.running.runner import Limits
from gateway.commands.running.words import Why
from gateway.vocabulary.outcome import GatewayFault, TargetError
from tests.gateway.commands.running.an_audited_target import (
    FOLDER,
    SHELLS,
    Shown,
    a_target,
    an_offer,
    gone,
    listed,
)


@pytest.fixture
def target(tmp_path):
    with a_target(tmp_path.resolve()) as target:
        (target.ground / "a.log").write_text("one\ntwo\nthree\n")
        yield target


# --- a run -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", SHELLS)
def test_what_is_listed_runs_and_the_targets_own_audit_is_the_journal(tmp_path, shell):
    with a_target(tmp_path.resolve(), shell) as target:
        (target.ground / "a.log").write_text("one\ntwo\nthree\n")
        ran, out, err = target.run("tail", file=str(target.ground / "a.log"), lines=2)
        assert (ran.status, ran.cut, ran.left, out, err) == (0, None, False, b"two\nthree\n", b"")
        assert target.run("look", folder=str(target.ground))[1] == b"a.log\n"
        assert target.run("say", word='it\'s $HOME `id`; "x" \\ *')[1] == b'it\'s $HOME `id`; "x" \\ *'
        target.compare()


def test_the_journal_has_what_runs_before_it_runs_and_its_end_after(target):
    path = str(target.ground / "a.log")
    target.run("tail", file=path, lines=1)
    looked, run, ended = target.events
    assert (looked.kind, looked.path, run.kind, ended.kind) == (
        "command.looked_up",
        path,
        "command.run",
        "command.ended",
    )
    assert (run.command, run.command_list, run.vector, run.path) == ("tail", "test", ("tail", "--lines=1"), path)
    assert (run.privileged, run.follow, run.person, run.order) == (False, False, "P-1", "WO-1")
    assert (ended.number, ended.status, ended.shown_bytes, ended.left) == (run.number, 0, 6, False)


def test_errors_and_the_status_come_back(target):
    ran, out, err = target.run("missing")
    assert (ran.status, out) == (127, b"")
    assert b"no-such-tool" in err


def test_the_environment_is_fixed(tmp_path):
    with a_target(tmp_path.resolve(), more="AcceptEnv *\nSetEnv SHLVL=1 LANG=ja_JP.UTF-8 EDITOR=vi") as target:
        names = {line.split(b"=")[0] for line in target.run("env")[1].splitlines()}
    assert names <= {b"PATH", b"LC_ALL", b"TERM", b"PWD", b"OLDPWD", b"SHLVL", b"_"}


def test_what_the_accounts_shell_says_on_its_way_in_is_not_shown(tmp_path):
    noisy = tmp_path.resolve() / "noisy"
    noisy.write_text('#!/bin/sh\necho "welcome to callcenter-app"\nexec /bin/sh "$@"\n')
    noisy.chmod(0o755)
    with a_target(tmp_path.resolve(), str(noisy)) as target:
        assert target.run("say", word="x")[1] == b"x"


def test_an_account_that_runs_nothing_is_said_to(tmp_path):
    with a_target(tmp_path.resolve(), "/bin/false") as target:
        refused, out, _ = target.run("say", word="x")
        assert (refused.why, out) == (Why.NOT_RUN, b"")
        assert target.of("command.ended")[0].refused == "not-run"


# --- ends ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", [None, "/bin/sh"], ids=["sshd passes signals on", "sshd passes no signal on"])
@pytest.mark.parametrize("name", ["stay", "stubborn", "fork"])
def test_R10_a_cancelled_command_is_gone_within_two_seconds(tmp_path, shell, name):
    with a_target(tmp_path.resolve(), shell) as target:
        cancel, shown = threading.Event(), Shown()
        running = threading.Thread(target=lambda: shown.took(target.run(name, shown, cancel)))
        running.start()
        target.wait_for_executed(name)
        started = time.monotonic()
        cancel.set()
        running.join(5)
        assert time.monotonic() - started < 2
        assert gone(str(tmp_path.resolve() / "bin"), 0.5)
        assert (shown.ran.cut, shown.ran.left) == (Cut.CANCELLED, False)
        assert target.of("command.ended")[0].cut is Cut.CANCELLED


def test_a_follow_shows_what_comes_and_ends_when_it_is_cancelled(target):
    path, cancel, shown = target.ground / "a.log", threading.Event(), Shown()
    running = threading.Thread(
        target=lambda: shown.took(target.run("view", shown, cancel, follow=True, file=str(path)))
    )
    running.start()
    shown.wait_for(b"three\n")
    with path.open("a") as log:
        log.write("four\n")
    shown.wait_for(b"four\n")
    cancel.set()
    running.join(5)
    assert shown.ran.cut is Cut.CANCELLED
    assert target.of("command.run")[0].follow


def test_a_command_ends_at_its_time_limit(target):
    ran, _, _ = target.run("brief")
    assert (ran.cut, ran.left) == (Cut.TIME, False)
    assert 1 <= ran.seconds < 3


def test_a_person_who_reads_is_not_counted(target):
    target.offer = an_offer(
        str(target.ground), more=[listed("two", "sh", "-c", "echo 1; sleep 0.2; echo 2", seconds=1)]
    )
    ran = target.runner.run(
        target.call("two"), out=lambda _: time.sleep(1.1), err=lambda _: None, cancel=threading.Event()
    )
    assert (ran.cut, ran.shown_bytes) == (None, 4)


def test_output_is_bounded(target):
    target.limits = Limits(output_bytes=100_001)
    ran, out, _ = target.run("flood")
    assert (ran.cut, ran.left, len(out), ran.shown_bytes) == (Cut.BYTES, False, 100_001, 100_001)
    assert gone(str(target.tools), 0.5)


def test_what_cannot_be_shown_ends_the_command(target):
    def full(_: bytes) -> None:
        raise GatewayFault("the disk is full")

    with pytest.raises(GatewayFault, match="disk"):
        target.runner.run(target.call("flood"), out=full, err=full, cancel=threading.Event())
    ended = target.of("command.ended")[0]
    assert (ended.cut, ended.left) == (Cut.FAILED, False)


@pytest.mark.parametrize("how", ["the session is cut", "the target's sshd dies"])
def test_R10_nothing_is_left_when_the_connection_goes(target, how):
    failures = []

    def run():
        try:
            target.run("stubborn")
        except TargetError as failure:
            failures.append(failure)

    running = threading.Thread(target=run)
    running.start()
    target.wait_for_executed("stubborn")
    target.transport.close() if how == "the session is cut" else target.sshd.kill()
    running.join(5)
    assert gone(str(target.tools), 2)
    assert failures
    assert (target.of("command.ended")[0].cut, target.of("command.ended")[0].left) == (Cut.FAILED, True)


# --- paths -----------------------------------------------------------------------------------------------------------


def test_names_complete_what_is_typed(target):
    (target.ground / "app").mkdir()
    (target.ground / "other").touch()
    (target.ground / "a\x1b[31m").touch()
    assert target.runner.names_in(FOLDER, str(target.ground), "a") == ("a.log", "app/")
    assert target.runner.names_in(FOLDER, "/etc", "") == ()
    assert [event.sought for event in target.of("command.looked_up")] == ["names"]
    target.compare()


def test_names_are_looked_up_beside_a_running_command(target):
    cancel = threading.Event()
    running = threading.Thread(target=lambda: target.run("stay", None, cancel))
    running.start()
    target.wait_for_executed("stay")
    assert target.runner.names_in(FOLDER, str(target.ground), "") == ("a.log",)
    cancel.set()
    running.join(5)


def test_a_look_up_does_not_take_longer_than_a_person_waits():
    assert LOOK.seconds <= 5


# --- guards of our own -----------------------------------------------------------------------------------------------


def test_what_is_not_offered_is_not_run(target):
    call = target.call("say", word="x")
    target.offer = an_offer("/nowhere")
    other = listed("say", "printf", "y")
    with pytest.raises(GatewayFault, match="not offered"):
        target.runner.run(type(call)(command=other, values={}), out=print, err=print, cancel=threading.Event())
    assert target.asked == []


def test_a_privileged_command_stands_behind_sudo_and_roots_own_timeout(target):
    target.run("id")
    assert target.of("command.run")[0].vector == (
        "sudo", "-n", "--", "/usr/bin/timeout", "-k", "30", "30", "/usr/bin/id", "-u",
    )  # fmt: skip


def test_a_privileged_command_takes_no_path(target):
    assert target.run("root-file", file=str(target.ground / "a.log"))[0].why is Why.PRIVILEGED_PATH
    assert target.asked == []


@pytest.mark.parametrize("shell", [None, "/bin/sh"], ids=["sshd passes signals on", "sshd passes no signal on"])
def test_R10_a_privileged_command_is_asked_to_end_through_sudo(tmp_path, shell):
    with a_target(tmp_path.resolve(), shell) as target:
        cancel, shown = threading.Event(), Shown()
        running = threading.Thread(target=lambda: shown.took(target.run("root-stay", shown, cancel)))
        running.start()
        target.wait_for_executed("sudo")
        assert not gone("6060", 0.2)
        cancel.set()
        running.join(5)
        assert gone("6060", 1)
        assert (shown.ran.cut, shown.ran.left) == (Cut.CANCELLED, False)


def test_R10_a_privileged_command_does_not_outlive_its_session(target):
    def run() -> None:
        with pytest.raises(TargetError):
            target.run("root-stay")

    running = threading.Thread(target=run)
    running.start()
    target.wait_for_executed("sudo")
    target.transport.close()
    assert gone("6060", 6)  # two seconds are promised
    running.join(5)


def test_R10_neither_where_sudo_did_not_listen_yet(target):
    sudo = target.directory / "real" / "sudo"
    sudo.write_text(sudo.read_text().replace("shift 2\n", "shift 2\ntrap : TERM\nsleep 0.7\n"))

    def run() -> None:
        with pytest.raises(TargetError):
            target.run("root-stay")

    running = threading.Thread(target=run)
    running.start()
    target.wait_for_executed("sudo")
    target.transport.close()
    time.sleep(1.0)  # it has begun, though its session is over
    assert gone("6060", 12)  # within five seconds
    running.join(5)
