"""Two nodes on one PostgreSQL database and one folder of recordings, with real clients at both doors."""

import http.client
import json
import os
import ssl
import time
from datetime import datetime
from pathlib import Path

import pytest

from gateway.settings.reading import read
from gateway.wiring.places import places
from tests.walks.clients import QUIET, Client, eventually, new_key
from tests.walks.newcomer import terminal
from tests.walks.office import Sekisho
from tests.walks.own_stack import own_stack
from tests.walks.second_node import NAME, kill_below, second_node

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("two_nodes"), pytest.mark.timeout(300)]
PEOPLE = 16
PROMISED_SECONDS = 2.0
DEAD_SECONDS = 5.0


@pytest.fixture(scope="module")
def stack():
    running = os.environ.get("SEKISHO_TEST_MANIFEST")
    if running is not None:  # whoever works on one test
        yield json.loads(Path(running).read_text())
        return
    with own_stack(PEOPLE, "postgresql") as built:
        yield built


@pytest.fixture(scope="module")
def demo(stack):
    return stack if isinstance(stack, dict) else stack.demo


@pytest.fixture(scope="module")
def node(demo):
    with second_node(demo) as joined:
        yield joined


@pytest.fixture(scope="module")
def numbers(demo):
    return iter(range(1, PEOPLE + 1))


@pytest.fixture
def sekisho(demo):
    return Sekisho(demo)


@pytest.fixture
def anybody(demo, node, numbers, tmp_path):
    """Somebody new each time, at the first node's door and at the second's."""

    def draw():
        username = f"e{next(numbers):03d}"
        person = next(one for one in demo["people"] if one["username"] == username)
        clients = []
        for at in (demo, node.demo):
            folder = tmp_path / f"{username}-{len(clients)}"
            folder.mkdir()
            clients.append(Client(at, person, folder))
        return clients

    return draw


def moment(entry):
    return datetime.fromisoformat(entry["at"])


def of_session(sekisho, session, kind):
    """The entry of that kind about the session, once it is there."""

    def look():
        return next((one for one in sekisho.events("--session", session) if one["kind"] == kind), None)

    return eventually(look, 40)


def between(sekisho, session, first, last):
    """Seconds from one entry about the session to another."""
    return (moment(of_session(sekisho, session, last)) - moment(of_session(sekisho, session, first))).total_seconds()


def running(sekisho, client):
    """His session, once it runs."""

    def look():
        return next((one for one in sekisho.sessions_of(client.username) if one["state"] == "running"), None)

    return eventually(look, 20)


def test_R16_a_code_used_at_one_door_is_dead_at_the_other_and_both_show_one_host_key(anybody):
    here, there = anybody()
    code = here.code()
    assert here.ssh("build-host", "exit 7", answer=code).returncode == 7
    assert there.ssh("build-host", "exit 7", answer=code).returncode == 255
    assert there.ssh("build-host", "exit 8").returncode == 8


def test_the_office_is_open_on_both_nodes_under_one_authority(demo, node):
    for settings in (demo["settings"], node.settings):
        at = places(read(Path(settings)))
        trusting = ssl.create_default_context(cafile=str(places(read(Path(demo["settings"]))).office_authority))
        eventually(at.office_port.exists, 40)
        port = int(at.office_port.read_text())
        line = http.client.HTTPSConnection("localhost", port, timeout=10, context=trusting)
        line.request("GET", "/signin", headers={"Host": demo["gateway"]["admin_ui"]["url"].removeprefix("https://")})
        assert line.getresponse().status == 200
        line.close()


def test_R17_one_person_works_at_one_terminal_on_both_nodes(anybody, sekisho, node, tmp_path):
    here, there = anybody()
    key = new_key(tmp_path, "second")
    terminal(sekisho, f"pc-second-{here.username}", key)
    elsewhere = Client(node.demo, {**there.person, "terminal_key": key}, there.folder)
    with here.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        refused = elsewhere.ssh("build-host", "true")
        assert refused.returncode not in (0, 255)
        assert f"pc-{here.username}".encode() in refused.stderr
        assert there.ssh("build-host", "exit 9").returncode == 9, "the same terminal may work on the other node"
        shell.line("exit")
        shell.wait()


def test_R42_a_freeze_and_an_end_ordered_on_one_node_reach_the_other_within_two_seconds(anybody, sekisho):
    _, there = anybody()
    supervisor, second = sekisho.supervisors(2)
    with there.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        session = running(sekisho, there)
        assert session["node"] == NAME
        sekisho.json("session", "freeze", session["id"], "--reason", "確認", by=supervisor)
        shell.expect("Frozen")
        frozen = between(sekisho, session["id"], "session.freeze_ordered", "session.frozen")
        sekisho.json("session", "end", session["id"], "--reason", "終わり", by=second)
        shell.wait(10)
        ended = between(sekisho, session["id"], "session.cut", "session.ended")
    print(f"\nover nodes: freeze {frozen:.2f} s, end {ended:.2f} s")
    assert frozen <= PROMISED_SECONDS
    assert ended <= PROMISED_SECONDS


def test_R23_an_order_withdrawn_on_one_node_ends_its_session_on_the_other(anybody, sekisho):
    _, there = anybody()
    with there.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        session = running(sekisho, there)
        (supervisor,) = sekisho.supervisors(1)
        sekisho.json("order", "withdraw", session["order"], "--reason", "中止", by=supervisor)
        shell.wait(10)
    withdrawn = eventually(lambda: [one for one in sekisho.events(limit=60) if one["kind"] == "order.withdrawn"])[-1]
    ended = of_session(sekisho, session["id"], "session.ended")
    took = (moment(ended) - moment(withdrawn)).total_seconds()
    print(f"\nover nodes: withdrawn order {took:.2f} s")
    assert took <= PROMISED_SECONDS


def test_a_node_that_is_killed_whole_ends_by_itself_and_the_other_goes_on(anybody, sekisho, node, tmp_path):
    dies, stays = anybody(), anybody()
    key = new_key(tmp_path, "third")
    terminal(sekisho, f"pc-third-{dies[0].username}", key)
    moved = Client(dies[0].demo, {**dies[0].person, "terminal_key": key}, dies[0].folder)
    with stays[0].shell("callcenter-app", *QUIET) as goes_on, dies[1].shell("callcenter-app", *QUIET) as cut_off:
        goes_on.prompt()
        cut_off.prompt()
        cut_off.run("echo 最後に見えた行")
        session = running(sekisho, dies[1])
        time.sleep(1.2)  # a crash may lose the last second
        node.kill()
        killed = time.monotonic()
        assert cut_off.wait(10) != 0
        assert goes_on.run("echo まだ居る") == "まだ居る\r\n".encode()
        broken = of_session(sekisho, session["id"], "session.broken")
        print(f"\ntake-over: seen {time.monotonic() - killed:.1f} s after the kill")
        assert broken["data"]["reason"] == "node-lost"
        assert broken["node"] != NAME
        assert moved.ssh("build-host", "exit 6").returncode == 6, "the lease of the dead node is free, for any terminal"
        goes_on.line("exit 4")
        assert goes_on.wait() == 4
    closed = of_session(sekisho, session["id"], "recording.closed")
    assert closed["data"]["how"] == "interrupted"
    assert "途中終了" in sekisho.run("recording", "verify", session["recording"]).stdout
    assert "最後に見えた行".encode() in sekisho.shown(session["recording"])
    node.start()
    assert Client(node.demo, dies[1].person, dies[1].folder).ssh("build-host", "exit 5").returncode == 5


def test_the_first_node_may_be_killed_too_and_the_second_mails_and_works(anybody, stack, sekisho, node):
    before = max(one["seq"] for one in sekisho.events(limit=5))
    here, there = anybody()
    there = Client(node.demo, there.person, there.folder)
    with there.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        with stack.nobody_restarts():
            kill_below(stack.supervisor)
            lost = eventually(lambda: of_kind_after(sekisho, "node.lost", before), 30)
            assert (lost["node"], lost["data"]["node"]) == (NAME, "node1")
            assert shell.run("echo まだ居る") == "まだ居る\r\n".encode()
            assert there.ssh("build-host", "exit 3").returncode == 3
            mailed = eventually(lambda: of_kind_after(sekisho, "alarm.mailed", lost["seq"]), 30)
            assert mailed["node"] == NAME
        assert shell.run("echo まだ") == "まだ\r\n".encode()
        shell.line("exit")
        shell.wait()
    assert eventually(lambda: here.ssh("build-host", "exit 2").returncode == 2, 30)
    living = [each for each in sekisho.json("node", "list")["nodes"] if each["lives"]]
    assert [each["node"] for each in living] == ["node1", NAME]
    assert len({each["policy"] for each in living}) == 1
    assert living[0]["policy"] == sekisho.json("policy", "check")["digest"]


def of_kind_after(sekisho, kind, seq):
    return next((one for one in sekisho.events(limit=200) if one["kind"] == kind and one["seq"] > seq), None)


def test_the_journal_of_both_is_one_chain_and_every_recording_verifies(demo, sekisho):
    assert sekisho.json("audit", "verify", "--witness", demo["witness"])
    found = sekisho.json("session", "list", "--limit", "200")["sessions"]
    assert {one["node"] for one in found} == {"node1", NAME}
    for one in found:
        if one["state"] in ("ended", "broken"):
            assert sekisho.run("recording", "verify", one["recording"]).returncode == 0, one
