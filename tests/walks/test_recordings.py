"""What was on a screen is on record, byte for byte, each session by itself, and can be verified, listed and played (R-37)."""

import time
from datetime import datetime, timedelta

import pytest

from tests.walks.clients import QUIET, eventually


def _ended(sekisho, username, count):
    """The person's sessions, oldest first, once `count` of them have ended."""

    def look():
        found = sekisho.sessions_of(username)
        return found[::-1] if len([one for one in found if one["ended_at"]]) >= count else None

    return eventually(look, 20)


@pytest.fixture
def control(tmp_path):
    return ("-o", f"ControlPath={tmp_path}/cm", "-o", "ControlMaster=auto", "-o", "ControlPersist=30", *QUIET)


def test_R15_R37_two_shells_over_one_control_master_are_recorded_each_by_itself(client, sekisho, control):
    with client.shell("callcenter-app", *control, size=(90, 25)) as first:
        first.prompt()
        with client.shell("callcenter-app", *control, size=(110, 35)) as second:
            second.prompt()
            second.resize(111, 36)
            assert first.run("echo 一つ目 $(stty size)") == "一つ目 25 90\r\n".encode()
            assert second.run("echo 二つ目 $(stty size)") == "二つ目 36 111\r\n".encode()
            second.line("exit 2")
            assert second.wait() == 2
        assert first.run("echo まだ居る") == "まだ居る\r\n".encode()
        first.line("exit 1")
        assert first.wait() == 1
    client.ssh("callcenter-app", options=[*control, "-O", "exit"], answer="none")

    sessions = _ended(sekisho, client.username, 2)
    assert len({session["connection"] for session in sessions}) == 1
    recordings = [session["recording"] for session in sessions]
    assert len(set(recordings)) == 2
    assert [sekisho.shown(recording) for recording in recordings] == [first.seen, second.seen]
    resizes = [text for _, kind, text in sekisho.export(recordings[1]) if kind == "r"]
    assert resizes[-1] == "111x36"
    completed = [one for one in sekisho.events_of(client.username) if one["kind"] == "login.completed"]
    assert len(completed) == 1, "two sessions, one log-in"


def test_R37_R39_R41_a_session_is_listed_shown_verified_and_played(client, sekisho):
    with client.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        shell.run("echo 再生する一行 >&2")
        time.sleep(1.5)
        shell.run("echo 二行目")
        shell.line("exit")
        shell.wait()
    (session,) = _ended(sekisho, client.username, 1)
    recording = session["recording"]

    assert (session["state"], session["end_reason"], session["target"]) == ("ended", "left", "callcenter-app")
    shown = sekisho.run("session", "show", session["id"]).stdout
    for part in (
        session["id"],
        client.username,
        f"pc-{client.username}",
        session["order"],
        recording,
        "callcenter-app",
    ):
        assert part in shown
    verdict = sekisho.json("recording", "verify", recording)
    assert verdict["outcome"] == "holds"
    assert verdict["recordings"][0]["journalled"] is True

    exported = sekisho.export(recording)
    typed = "".join(text for _, kind, text in exported if kind == "i")
    assert "echo 再生する一行" in typed
    assert any(pause > 1.2 for pause, *_ in exported), "the pause is on record"
    with sekisho.on_terminal("replay", recording, "--purpose", "test", "--speed", "8", "--idle", "0.1") as player:
        player.expect(f"{recording}.*再生する一行.*二行目")
        player.send("q")
        assert player.wait() == 0
    searched = sekisho.run("replay", recording, "--purpose", "test", "--search", "再生する")
    assert searched.returncode == 0
    assert "再生する一行" in searched.stdout
    viewings = [one["data"]["how"] for one in sekisho.events("--kind", "recording.viewed", limit=1000)
                if one["data"]["recording"] == recording]  # fmt: skip
    assert viewings == ["export", "replay", "replay"]


def test_R42_a_running_session_is_watched_and_cut_within_two_seconds(client, sekisho):
    with client.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        shell.run("echo 見られている画面")
        (session,) = sekisho.sessions_of(client.username)
        assert session["state"] == "running"
        with sekisho.on_terminal("session", "watch", session["id"], "--purpose", "test") as watcher:
            watcher.expect("見られている画面")
            shell.run("echo 次の行")
            watcher.expect("次の行", 5)
            watcher.send("q")
            assert watcher.wait() == 0
        cut = sekisho.run("session", "end", session["id"], "--reason", "test")
        assert cut.returncode == 0, cut.stderr
        shell.expect("切断", 5)
        shell.wait(5)
    (ended,) = _ended(sekisho, client.username, 1)
    at = {one["kind"]: datetime.fromisoformat(one["at"]) for one in sekisho.events("--session", session["id"])}
    assert at["session.ended"] - at["session.cut"] < timedelta(seconds=2)
    assert ended["end_reason"] == "cut"
    assert sekisho.json("recording", "verify", session["recording"])["outcome"] == "holds"
    assert sekisho.shown(session["recording"]) == shell.seen, "the words of the cut are on record too"
