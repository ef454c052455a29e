"""A working day at the command gate, through the whole stack: real clients, real terminals, the demo's `suzuki`."""

import re
import subprocess
import time
from contextlib import contextmanager

import pytest

from gateway.menu.cells import width
from tests.walks.clients import QUIET, SECONDS, Client, agent, eventually
from tests.walks.window import Window

TARGET = "callcenter-app"


@pytest.fixture(scope="module")
def suzuki(demo, tmp_path_factory):
    """One log-in for all of these tests: further sessions are channels of the same connection."""
    person = next(one for one in demo["people"] if one["username"] == "suzuki")
    client = Client(demo, person, tmp_path_factory.mktemp("suzuki"))
    control = ["-o", f"ControlPath={client.folder}/control"]
    command = ["ssh", *QUIET, *client.options(), *control, "-fNM", client.address(TARGET)]
    subprocess.run(command, env=client.askpass(), timeout=SECONDS, check=True)
    try:
        yield client, [*QUIET, *client.options(), *control]
    finally:
        subprocess.run(["ssh", *control, "-O", "exit", client.address(TARGET)], capture_output=True, check=False)


@contextmanager
def gate(suzuki, columns=80, rows=24, **environment):
    client, options = suzuki
    command = ["ssh", *options, "-tt", client.address(TARGET)]
    with Window(command, {**client.environment, **environment}, columns, rows) as window:
        window.see("sekisho>")
        yield window


def typed(window, line):
    """As by a person, who sees the prompt first: what comes at once with the line before runs nothing."""
    time.sleep(0.2)
    window.keys(line, "Enter")


def picture(window):
    return "\n".join(window.picture())


def test_R23_R96_target_mode_and_time_stand_above_the_prompt(suzuki):
    with gate(suzuki) as window:
        shown = picture(window)
        assert "Listed commands run here, one a line" in shown
        assert re.search(r"callcenter-app \(ccapp\)  許可コマンド  残り \d時間\d\d分 \(.*まで\)\nsekisho>", shown)
        typed(window, "lang en")
        assert "English from here on." in "\n".join(window.see("left (until"))
        typed(window, "exit")
        window.see("status=0")


def test_R96_a_newcomer_finds_what_there_is_and_how_it_is_written(suzuki):
    with gate(suzuki) as window:
        typed(window, "help")
        window.see("[ログとジャーナル]")
        window.keys("G")
        window.see("アカウント管理者に追加を依頼")
        window.keys("q")
        window.see("sekisho>")
        typed(window, "help tail")
        assert "書き方: tail FILE [lines=N] [follow]" in "\n".join(window.see("接続先で実行されるもの"))


def test_R02_logs_by_completion_paged_searched_and_followed(suzuki):
    with gate(suzuki) as window:
        window.keys("tail ac", "Tab")
        window.see("acd.log.1.gz")
        window.keys(" lines=3", "Enter")
        window.see("終了コード 0")
        typed(window, "view acd.log")
        window.see("続きあり" if "続きあり" in picture(window) else "1-23/")
        window.keys("/", "E", "R", "R", "O", "R", "Enter")
        assert eventually(lambda: "ERROR" in window.see("Space 次")[0])  # it is told while more lines come
        window.keys("q")
        window.see("sekisho>")
        typed(window, "tail acd.log lines=1 follow")
        window.see("追跡中です")
        window.keys("C-c")
        window.see("中止しました")
        typed(window, "exit")
        window.see("status=0")


def test_R12_what_is_not_listed_says_why_and_whom_to_ask(suzuki):
    with gate(suzuki) as window:
        typed(window, "cat /etc/passwd | grep root")
        window.see("パイプ")
        typed(window, "tail /etc/passwd")
        window.see("書き方: tail FILE")
        typed(window, "reboot")
        window.see("アカウント管理者")
        typed(window, "!id")
        window.keys("C-z", "C-\\", "C-x", "C-e", "C-c")
        typed(window, "uptime")
        window.see("load average")


def test_R23_forty_columns_and_a_resize(suzuki):
    with gate(suzuki, 40, 12) as window:
        assert re.search(r"callcenter-app 許可コマンド \d時間\d\d分\nsekisho>", picture(window))
        typed(window, "help")
        window.see("q 終了")
        window.resize(60, 15)
        window.see("Space 次 b 前")
        window.resize(30, 8)
        window.see("1-6/")
        window.keys("q")
        shown = window.see("sekisho>")
        assert all(width(row) <= 30 for row in shown)
        typed(window, "uptime")
        window.see("終了コード 0")


def test_a_script_is_fed_line_by_line(suzuki):
    client, options = suzuki
    ran = subprocess.run(
        ["ssh", *options, "-tt", client.address(TARGET)],
        input=b"uptime\ntail acd.log lines=2\nnonsense\n",
        capture_output=True,
        timeout=SECONDS,
        env=client.environment,
        check=False,
    )
    shown = ran.stdout.decode()
    assert (ran.returncode, shown.count("sekisho> "), shown.count("終了コード 0")) == (0, 4, 2)
    assert "\x1b" not in shown


def test_R04_a_setting_is_changed_with_a_reason_and_back(suzuki, sekisho):
    with gate(suzuki, 200) as window:  # the path of the state may be long
        for letters in ("X", "BSpace"):
            typed(window, "config edit queues.conf")
            window.see("Ctrl-S")
            window.keys("End", letters, "C-s")
            window.see("変更の理由")
            typed(window, "walk")
            window.see("yes / no")
            typed(window, "yes")
            window.see("書き換えました")
            typed(window, "clear")
            eventually(lambda: "書き換えました" not in picture(window))
    changed = [one["data"] for one in sekisho.events_of("suzuki") if one["kind"] == "config.changed"]
    assert changed[-1]["reason"] == "walk"


def test_what_was_seen_is_what_was_recorded_and_the_journal_has_the_vector(suzuki, sekisho):
    with gate(suzuki) as window:
        typed(window, "tail acd.log lines=1")
        window.see("終了コード 0")
        typed(window, "exit")
        window.see("status=0")
    ran = [one["data"] for one in eventually(lambda: _session(sekisho, "tail"))]
    session = [one["session"] for one in ran if one["vector"] == ["tail", "--lines=1"]][
        -1
    ]  # others are suzuki too, just now
    opened = [one["data"] for one in sekisho.events("--session", session) if one["kind"] == "session.opened"]
    shown = "".join(text for _, kind, text in sekisho.export(opened[0]["recording"]) if kind == "o")
    assert "終了コード 0" in shown


def _session(sekisho, command):
    return [
        one for one in sekisho.events_of("suzuki") if one["kind"] == "command.run" and one["data"]["command"] == command
    ]


@pytest.mark.long
def test_putty_and_dropbear(suzuki):
    client, _ = suzuki
    with agent(client.folder, client.person["terminal_key"], client.person["ssh_key"]) as held:
        putty = client.plink(TARGET, "-t", environment=held)
        dropbear = client.dbclient(TARGET)
        for screen, begins in ((putty, "Press Return"), (dropbear, "One-time code / ")):
            with screen:
                if begins == "Press Return":
                    screen.expect("One-time code / ")
                    screen.line(client.code())
                screen.expect(begins)
                screen.line("" if begins == "Press Return" else client.code())
                screen.expect("sekisho>")
                time.sleep(0.2)
                screen.line("uptime")
                screen.expect("load average.*終了コード 0")
                time.sleep(0.2)
                screen.line("exit")
                assert screen.wait() == 0
