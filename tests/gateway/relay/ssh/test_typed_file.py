"""Standard input of a command, with a real sshd behind: what is a file of people does not get through, whatever takes it in."""

import time
from dataclasses import replace

import pytest

from gateway.authorization.obligations import PeopleCounted
from gateway.relay.names import Names
from gateway.relay.ssh.typed_file import HELD_BYTES, TypedFile
from gateway.sessions.ending import SessionCut
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.guards.personal_data.synthetic import csv_file, customers, shift_jis_file
from tests.gateway.listener.an_open_door import an_open_door
from tests.gateway.relay.ssh.a_client import wait_until
from tests.gateway.relay.ssh.a_target import a_permit, a_real_target
from tests.gateway.sessions.an_office import free_target

NAMES = Names(person="P-1", session="S-1", terminal="TM-1", target="build-host", order="WO-1")
MANY, FEW = csv_file(customers(200)), csv_file(customers(15))


def typed(journal, permit=None):
    chosen = a_permit(free_target(), "maint") if permit is None else permit
    return TypedFile(chosen, NAMES, "U-1", journal.append)


@pytest.fixture
def door(tmp_path):
    with a_real_target(tmp_path) as target, an_open_door(target.target(), target.keeper) as made:
        yield made


def test_R10_two_hundred_people_and_an_event_that_names_none():
    journal = []
    with pytest.raises(SessionCut) as cut:
        file = typed(journal)
        file.feed(MANY)
        file.close()
    refused = journal[0][0]
    assert (refused.kind, refused.path, refused.why, refused.person) == (
        "upload.refused",
        "(stdin)",
        "personal-data",
        "P-1",
    )
    assert refused.people > 20
    assert cut.value.ending.reason == "refused"
    assert "sftp" in cut.value.ending.text.both()


@pytest.mark.parametrize("piece", [1, 7, 100, 5000])
def test_R10_in_pieces_of_any_size(piece):
    journal = []
    file = typed(journal)
    with pytest.raises(SessionCut):
        for at in range(0, len(MANY), piece):
            file.feed(MANY[at : at + piece])
        file.close()
    assert len(journal) == 1


def test_a_few_people_and_a_script_go_in():
    for content in (FEW, b"#!/bin/sh\necho done\n" * 500, b"", b"\n"):
        journal = []
        file = typed(journal)
        file.feed(content)
        file.close()
        assert journal == []


def test_R10_a_file_larger_than_an_upload_may_be():
    permit = a_permit(free_target(), "maint")
    counted = next(one for one in permit.obligations if isinstance(one, PeopleCounted))
    small = PeopleCounted(limits=replace(counted.limits, file_bytes=1000))
    journal = []
    file = typed(journal, replace(permit, obligations=(small,)))
    file.feed(b"x" * 1000)
    with pytest.raises(SessionCut):
        file.feed(b"y")
    assert journal[0][0].why == "too-large"


def test_R10_a_policy_that_does_not_count_is_a_fault():
    permit = a_permit(free_target(), "maint")
    without = replace(
        permit, obligations=tuple(one for one in permit.obligations if not isinstance(one, PeopleCounted))
    )
    with pytest.raises(GatewayFault):
        typed([], without)


@pytest.mark.parametrize("content", [MANY, shift_jis_file(customers(200))], ids=["utf-8", "shift_jis"])
@pytest.mark.parametrize(
    "command",
    [
        "cat > {}",
        "tee {} >/dev/null",
        "dd of={} status=none",
        'python3 -c \'import sys; open("{}","wb").write(sys.stdin.buffer.read())\'',
    ],
)
def test_R10_nothing_of_it_stands_on_the_target(door, tmp_path, command, content):
    landed = tmp_path / "landed"
    ran = door.ssh(command.format(landed), input=content)
    assert ran.returncode != 0
    assert b"Standard input held the personal data" in ran.stderr
    assert not landed.exists() or landed.read_bytes() == b""
    assert door.registry.ended()[1] == "refused"
    assert door.registry.of("upload.refused").people > 20


def test_R10_a_shell_without_a_terminal_is_a_command(door, tmp_path):
    landed = tmp_path / "landed"
    ran = door.ssh(options=("-T",), input=f"cat > {landed} <<'X'\n".encode() + MANY + b"X\n")
    assert b"Standard input held" in ran.stderr
    assert not landed.exists()


def test_R10_a_terminal_in_between_is_counted_too(door, tmp_path):
    ran = door.ssh(f"cat > {tmp_path / 'landed'}", options=("-tt",), input=MANY)
    assert door.registry.ended()[1] == "refused"
    assert b"personal data of more than" in ran.stdout


def test_R10_a_file_that_comes_in_pieces_is_judged_before_any_of_it_is_sent(door, tmp_path, monkeypatch):
    monkeypatch.setattr("gateway.listener.carrying.MORE_SECONDS", 5.0)
    landed = tmp_path / "landed"
    with door.popen(f"cat > {landed}") as client:
        wait_until(landed.exists)
        for at in range(0, len(MANY), len(MANY) // 20):
            client.stdin.write(MANY[at : at + len(MANY) // 20])
            client.stdin.flush()
            time.sleep(0.02)
        _, said = client.communicate(timeout=30)
    assert b"Standard input held" in said
    assert landed.read_bytes() == b""


def test_small_files_arrive_whole_and_large_ones_stream(door, tmp_path):
    landed = tmp_path / "landed"
    assert door.ssh(f"cat > {landed}", input=FEW).returncode == 0
    assert landed.read_bytes() == FEW
    much = b"0123456789abcde\n" * (4 * HELD_BYTES // 16)
    assert door.ssh(f"cat > {landed}", input=much).returncode == 0
    assert landed.read_bytes() == much


def test_who_types_slowly_is_answered(door):
    with door.popen("cat") as client:
        for word in (b"one\n", b"two\n"):
            client.stdin.write(word)
            client.stdin.flush()
            assert client.stdout.readline() == word
            time.sleep(0.05)
        client.stdin.close()
        assert client.wait(10) == 0
