"""The gateway is renewed under people at work: its program, in place, and its host key, which stock OpenSSH learns by itself."""

import os
import re
import signal
import subprocess

import pytest

from tests.gateway.relay.ssh.a_client import wait_until
from tests.walks.clients import QUIET, SECONDS, Client, agent, eventually
from tests.walks.database import DatabaseClient
from tests.walks.jumper import FREE, Jumper
from tests.walks.office import Sekisho
from tests.walks.own_stack import own_stack


@pytest.fixture(scope="module")
def stack():
    """A demo of its own: its host key changes, which the tests of the shared one would take for an attack."""
    with own_stack(people=12) as made:
        yield made


@pytest.fixture(scope="module")
def people(stack):
    """Nobody twice: a code is good once."""
    return iter(one for one in stack.demo["people"] if re.fullmatch(r"e\d+", one["username"]))


@pytest.fixture
def client(stack, people, tmp_path):
    return Client(stack.demo, next(people), tmp_path)


@pytest.fixture
def sekisho(stack):
    return Sekisho(stack.demo)


pytestmark = pytest.mark.timeout(400)  # a stack of its own, and some ten log-ins in one walk
LEARNS = ("-o", "UpdateHostKeys=yes")


def known(client):
    """The key lines of the client's own known_hosts."""
    return {" ".join(line.split()[1:3]) for line in (client.folder / "mine").read_text().splitlines()}


def learning(client, *options, target="build-host"):
    """OpenSSH with a known_hosts that it may write to."""
    mine = client.folder / "mine"
    if not mine.exists():
        mine.write_text(client.known_hosts().read_text())
    own = ["-o", f"UserKnownHostsFile={mine}", *LEARNS, *options]
    return client.ssh(target, "exit 4", options=own)


def keys(sekisho):
    return {one["standing"]: one["key"] for one in sekisho.json("host-key", "list")["host_keys"]}


ENDLESS = "select count(*) from client a, client b, client c, client d, client e, client f;"
"""69 to the sixth rows: nobody waits for it."""


def test_R41_an_upgrade_of_the_doors_ends_nobodys_session(stack, people, tmp_path):
    """Another program in the parent's place (SIGUSR2): a shell and a query go on, and the query can still be cancelled."""
    parent, database = stack.pid("gateway"), DatabaseClient(stack.demo, next(people), _made(tmp_path / "database"))
    with (
        _working(stack, people, tmp_path, "renewed") as at_work,
        database.on_terminal("-P", "pager=off") as psql,
    ):
        psql.expect("=> ")
        psql.line(ENDLESS)
        psql.quiet(0.5)
        os.kill(stack.supervisor, signal.SIGUSR2)
        wait_until(lambda: "begins anew" in stack.log, 20)
        assert at_work.run("echo still here") == b"still here\r\n"
        late = Client(stack.demo, next(people), _made(tmp_path / "late"))
        assert late.ssh("build-host", "exit 6").returncode == 6, "who comes now is served"
        assert stack.pid("gateway") == parent
        psql.send("\x03")
        psql.expect("Cancel request sent.*ERROR:.*取り消し.*cancelled", 20)
        at_work.line("exit")
        at_work.wait()
    started = [one["kind"] for one in Sekisho(stack.demo).events("--kind", "gateway")]
    assert started.count("gateway.started") == 2
    assert "gateway.stopped" not in started


def test_the_whole_life_of_a_host_key(stack, people, client, sekisho, tmp_path):
    """One walk, as its steps follow one another: nothing, prepare, switch, retire."""
    old = keys(sekisho)["current"]
    plain = learning(client)
    assert (plain.returncode, known(client)) == (4, {old}), plain.stderr
    with _working(stack, people, tmp_path, "first") as at_work:
        _prepared(stack, people, client, sekisho, tmp_path, old)
        new = keys(sekisho)["next"]
        _switched(stack, people, client, sekisho, tmp_path, (old, new))
        assert at_work.run("echo still here") == b"still here\r\n"
        at_work.line("exit")
        at_work.wait()
    _retired(sekisho, client, (old, new))


def _working(stack, people, tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    terminal = Client(stack.demo, next(people), folder).shell("callcenter-app", *QUIET)
    terminal.prompt()
    return terminal


def _prepared(stack, people, client, sekisho, tmp_path, old):
    sekisho.json("host-key", "prepare")
    ran = learning(client)
    assert ran.returncode == 4, ran.stderr
    new = keys(sekisho)["next"]
    assert known(client) == {old, new}, "learnt at the log-in after the preparation"
    others = Client(stack.demo, next(people), _made(tmp_path / "others"))
    with (
        agent(others.folder, others.person["terminal_key"], others.person["ssh_key"]) as held,
        others.plink("build-host", "-no-antispoof", "echo plink", environment=held) as plink,
    ):
        plink.expect("One-time code.*: ")
        plink.line(others.code())
        plink.expect("plink")
    with others.dbclient("build-host", "echo drop''bear") as dropbear:
        dropbear.expect("One-time code.*: ")
        dropbear.line(others.code())
        dropbear.expect("dropbear")


def _made(folder):
    folder.mkdir()
    return folder


def _switched(stack, people, client, sekisho, tmp_path, both):
    old, new = both
    sekisho.json("host-key", "switch")
    assert keys(sekisho) == {"current": new, "former": old}
    ran = learning(client, "-o", "BatchMode=no", "-o", "LogLevel=DEBUG1")
    said = ran.stderr.decode(errors="replace")
    assert ran.returncode == 4, said
    assert "REMOTE HOST IDENTIFICATION HAS CHANGED" not in said
    assert known(client) == {old, new}, "the former one is announced still"
    stale = Client(stack.demo, next(people), _made(tmp_path / "stale"))
    assert learning(stale).returncode == 255, "who never came meanwhile is not asked to believe it"
    stale_hosts = (stale.folder / "mine").read_text()
    assert new not in stale_hosts
    jumper = Jumper(Client(stack.demo, next(people), _made(tmp_path / "jump")), sekisho)
    line = jumper.known_hosts.read_text().replace(old, new)
    jumper.known_hosts.write_text(line)
    assert jumper.ssh("exit 5", target=FREE).returncode == 5, "the certificate is for the new key"


def _retired(sekisho, client, both):
    old, new = both
    listed = sekisho.json("host-key", "list")["host_keys"]
    former = next(one["fingerprint"] for one in listed if one["standing"] == "former")
    assert sekisho.run("host-key", "retire", listed[0]["fingerprint"]).returncode == 1, "not the one in use"
    sekisho.json("host-key", "retire", former)
    assert keys(sekisho) == {"current": new}
    ran = learning(client)
    assert (ran.returncode, known(client)) == (4, {new}), ran.stderr
    assert old not in (client.folder / "mine").read_text(), "and forgotten"
    steps = [one["data"]["step"] for one in sekisho.events("--kind", "host_key.changed")]
    assert steps == ["prepared", "switched", "retired"]


def test_a_keeper_that_is_started_again_has_the_row(stack, client, sekisho):
    sekisho.json("host-key", "prepare")
    before = keys(sekisho)
    stack.kill("keeper")
    eventually(lambda: _came_back(stack), SECONDS)
    after = eventually(lambda: _list(sekisho), SECONDS)
    assert after == before
    fingerprint = next(one["fingerprint"] for one in _lines(sekisho) if one["standing"] == "next")
    eventually(lambda: sekisho.run("host-key", "retire", fingerprint).returncode == 0, SECONDS)


def _lines(sekisho):
    return sekisho.json("host-key", "list")["host_keys"]


def _list(sekisho):
    ran = sekisho.run("host-key", "list", "--json")
    return keys(sekisho) if ran.returncode == 0 else None


def _came_back(stack):
    try:
        return stack.pid("keeper")
    except AssertionError:
        return 0


def test_a_connection_whose_key_was_retired_goes_on_and_rekeys(stack, people, sekisho, tmp_path):
    """OpenSSH hangs up on another key in the middle of a connection even when it knows it; so it keeps its own."""
    client = Client(stack.demo, next(people), _made(tmp_path / "long"))
    mine = client.folder / "mine"
    mine.write_text(
        client.known_hosts().read_text().replace(stack.demo["gateway"]["ssh"]["host_key"], keys(sekisho)["current"])
    )
    sekisho.json("host-key", "prepare")
    command = [
        "ssh", *QUIET, *LEARNS, "-o", f"UserKnownHostsFile={mine}", "-o", "RekeyLimit=1M", *client.options(),
        client.address("build-host"), "head -c 3000000 /dev/zero | tr '\\0' x; read go; head -c 3000000 /dev/zero | tr '\\0' y",
    ]  # fmt: skip
    with subprocess.Popen(
        command, env=client.askpass(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as ssh:
        first = _exactly(ssh, 3_000_000)
        eventually(lambda: len(known(client)) >= 2, SECONDS)
        former = _lines(sekisho)[0]["fingerprint"]
        sekisho.json("host-key", "switch")
        sekisho.json("host-key", "retire", former)
        ssh.stdin.write(b"go\n")
        ssh.stdin.flush()
        second = _exactly(ssh, 3_000_000)
        ssh.stdin.close()
        assert ssh.wait(SECONDS) == 0, ssh.stderr.read()
    assert (set(first), set(second)) == ({ord("x")}, {ord("y")})


def _exactly(ssh, size):
    data = ssh.stdout.read(size)
    assert len(data) == size, ssh.stderr.read()[-2000:]
    return data
