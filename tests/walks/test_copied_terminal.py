"""A terminal's key in use from two addresses has been copied: the terminal is suspended, and what runs on it ends (R-18)."""

import pytest

from tests.walks.clients import KEYS_ONLY, QUIET, Client, eventually, new_key
from tests.walks.newcomer import terminal

ELSEWHERE = ("-o", "BindAddress=127.0.0.2")  # another address of the loopback: Linux answers for all of 127/8


@pytest.fixture
def at(demo, sekisho, client, tmp_path):
    """The person at a terminal of this test's own, which nobody else misses."""
    key, name = new_key(tmp_path, "laptop"), f"pc-copied-{client.username}"
    number = terminal(sekisho, name, key)
    return Client(demo, {**client.person, "terminal_key": key, "terminal": name, "terminal_id": number}, tmp_path)


def standing(sekisho, at):
    (found,) = [one for one in sekisho.json("terminal", "list")["terminals"] if one["name"] == at.person["terminal"]]
    return found["standing"]


def test_R18_a_copied_terminal_key_ends_the_session_and_suspends_the_terminal(sekisho, at):
    with at.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        same = at.ssh("build-host", "true", options=KEYS_ONLY, answer="none")
        assert "別のアドレス" not in same.stderr.decode()
        assert standing(sekisho, at) == "active", "twice from one address is nothing special"
        copied = at.ssh("build-host", "true", options=[*ELSEWHERE, *KEYS_ONLY], answer="none")
        assert copied.returncode == 255
        assert "別のアドレスでも使用中" in copied.stderr.decode()
        shell.wait()
    assert standing(sekisho, at) == "suspended"
    (event,) = [
        one["data"]
        for one in sekisho.events(limit=1000)
        if one["kind"] == "terminal.key_copied" and one["data"]["terminal"] == at.person["terminal_id"]
    ]
    assert event["address"].startswith("127.0.0.2:")
    assert event["other_address"].startswith("127.0.0.1:")
    (session, *_) = sekisho.sessions_of(at.username)
    eventually(lambda: sekisho.sessions_of(at.username)[0]["state"] == "ended")
    again = at.ssh("build-host", "true", options=KEYS_ONLY, answer="none")
    assert again.returncode == 255
    assert session["id"]


def test_R18_one_address_after_the_other_is_a_terminal_that_moved(sekisho, at):
    assert at.ssh("build-host", "exit 7").returncode == 7
    assert at.ssh("build-host", "exit 7", options=ELSEWHERE).returncode == 7
    assert standing(sekisho, at) == "active"
