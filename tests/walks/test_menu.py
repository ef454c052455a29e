"""No target named: the menu through the whole stack, as a person sees it in a real terminal, and as scripts are answered."""

from contextlib import contextmanager

import pytest

from gateway.menu.cells import width
from tests.walks.clients import QUIET, Client, agent, eventually
from tests.walks.window import Window

KEYS = "Enter 接続  j/k・矢印 選択  / 絞り込み  L English  ? ヘルプ  q 終了"


@contextmanager
def at_menu(client, columns=80, rows=24, **environment):
    command = ["ssh", *QUIET, *client.options(), "-tt", client.address()]
    with Window(command, {**client.askpass(), **environment}, columns, rows) as window:
        yield window


def person(demo, tmp_path, username):
    return Client(demo, next(one for one in demo["people"] if one["username"] == username), tmp_path)


def kinds(sekisho, client):
    return [one["kind"] for one in sekisho.events_of(client.username)]


def newest(sekisho, client, kind):
    return next(one["data"] for one in reversed(sekisho.events_of(client.username)) if one["kind"] == kind)


def test_R23_R96_what_may_be_opened_now_until_when_and_what_for(client):
    with at_menu(client) as window:
        picture = window.see(KEYS)
        assert picture[0].startswith("関所 接続先の選択")
        assert picture[0].endswith(" JST")
        assert client.username in picture[0]
        assert picture[1] == "接続できる接続先 (2)"
        assert picture[2].startswith(">1 build-host      ccbuild  ")
        assert picture[3].startswith(" 2 callcenter-app  ccapp    ")
        assert picture[3].endswith("シェル  個人データあり")
        window.keys("Down")
        told = "\n".join(window.see("閲覧上限: 計測なし"))
        assert "callcenter-app / ccapp: " in told
        assert "作業目的: サービスの故障対応" in told
        assert "作業申請: WO-" in told
        window.keys("q")
        assert window.see("status=0")[0] == "接続先を選ばずに終了しました。"


def test_R15_a_choice_opens_a_recorded_session_and_is_in_the_journal(client, sekisho):
    with at_menu(client) as window:
        window.see(KEYS)
        window.keys("2", "Enter")
        picture = window.see("ccapp@callcenter-app:~$")
        assert picture[0] == "callcenter-app に ccapp で接続しています。"
        window.keys("e", "x", "i", "t", "Enter")
        window.see("status=0")
    chosen = newest(sekisho, client, "menu.chosen")
    assert (chosen["target"], chosen["account"], chosen["form"]) == ("callcenter-app", "ccapp", "screen")
    ended = eventually(
        lambda: (
            [one for one in kinds(sekisho, client) if one.startswith(("menu.", "session."))][-1:] == ["session.ended"]
        )
    )
    assert ended
    order = [one for one in kinds(sekisho, client) if one in ("menu.chosen", "access.permitted", "session.opened")]
    assert order == ["menu.chosen", "access.permitted", "session.opened"]
    recording = newest(sekisho, client, "session.opened")["recording"]
    shown = "".join(text for _, kind, text in sekisho.export(recording) if kind == "o")
    assert "callcenter-app:~$" in shown
    assert "接続できる接続先" not in shown


@pytest.mark.parametrize(("columns", "rows"), [(40, 12), (40, 10), (200, 50), (20, 6), (9, 3)])
def test_every_size_has_its_picture(client, columns, rows):
    with at_menu(client, columns, rows) as window:
        picture = window.see("JST" if columns > 9 else ">")
        assert len(picture) == rows
        assert [line for line in picture if line.startswith(">1")]
        window.keys("q")
        window.see("status")


def test_the_window_is_followed_and_the_target_hears_its_last_size(client):
    with at_menu(client) as window:
        window.see(KEYS)
        window.resize(40, 12)
        small = window.see("Enter 接続  / 絞り込み  ? ヘルプ  q 終了")
        assert [width(line) for line in small if line.startswith("--")] == [40]  # it may say in it that there is more
        window.resize(120, 30)
        assert window.see("-" * 120)[-1] == KEYS
        window.resize(90, 20)
        window.see("-" * 90)
        window.keys("1", "Enter")
        window.see("$")
        window.keys(*"stty", "Space", *"size", "Enter")
        window.see("20 90")


def test_R95_in_english_for_this_once_with_help_and_filter(client):
    with at_menu(client) as window:
        window.see(KEYS)
        window.keys("L")
        picture = window.see("Enter connect  j/k, arrows move  / filter  L Japanese  ? help  q leave")
        assert all(line.isascii() for line in picture)
        window.keys("?")
        window.see("q, Ctrl-C, Ctrl-D: leave")
        window.keys("x")
        window.see("Open now (2)")
        window.keys("/", "c", "a", "l", "l")
        window.see("Open now (1)")
        window.keys("Escape")
        window.see("Open now (2)")
        window.keys("C-c")
        window.see("status=0")


def test_R07_an_order_for_commands_leads_to_the_command_gate(demo, tmp_path):
    with at_menu(person(demo, tmp_path, "suzuki")) as window:
        picture = "".join(window.see(KEYS))
        assert "許可コマンド" in picture
        assert "callcenter-app" in picture
        window.keys("/", "c", "a", "l", "l")
        window.see("(1)")
        window.keys("Enter", "Enter")
        window.see("sekisho>")
        window.keys("C-d")
        window.see("status=0")


def test_a_dumb_terminal_gets_a_numbered_list(client):
    with client.shell(None, *QUIET, environment={"TERM": "dumb"}) as shell:
        shell.expect("番号を入力してください（q で終了、[?] で説明）: ")
        assert b"\x1b" not in shell.seen
        assert b" 2) callcenter-app" in shell.seen
        shell.send("9\r")
        shell.expect("その番号はありません。")
        shell.send("2\r")
        shell.prompt()
        assert b"ccapp" in shell.run("whoami")


def test_plink(client):
    with (
        agent(client.folder, client.person["terminal_key"], client.person["ssh_key"]) as held,
        client.plink(None, "-no-antispoof", "-t", environment=held) as terminal,
    ):
        _through_the_menu(client, terminal)


def test_dbclient(client):
    with client.dbclient(None) as terminal:
        _through_the_menu(client, terminal)


def _through_the_menu(client, terminal):
    terminal.expect(r"One-time code.*: ")
    terminal.line(client.code())
    terminal.expect("接続できる接続先")
    terminal.send("\x1b[B\r")
    terminal.prompt()
    assert b"ccapp" in terminal.run("whoami")


def test_a_script_answers_with_a_number_and_goes_on(client):
    ran = client.ssh(None, options=("-T",), stdin=b"1\nwhoami\nexit 5\n")
    assert ran.returncode == 5
    assert ran.stdout == b"ccbuild\n"
    assert b" 1) build-host" in ran.stderr


def test_a_script_that_answers_nothing_is_told_how(client, sekisho):
    ran = client.ssh(None, options=("-T",))
    assert ran.returncode == 254
    assert ran.stdout == b""
    assert "connect as USER+TARGET" in ran.stderr.decode()
    assert newest(sekisho, client, "menu.left")["reason"] == "no-answer"


def test_a_command_is_given_the_list_for_programs(client):
    ran = client.ssh(None, "uptime")
    assert ran.returncode == 254
    rows = [line.split("\t") for line in ran.stdout.decode().splitlines()]
    assert [(row[0], row[1], row[2], row[4]) for row in rows] == [
        ("build-host", "ccbuild", "shell", "none"),
        ("callcenter-app", "ccapp", "shell", "personal-data"),
    ]
    assert "No target was named" in ran.stderr.decode()
