"""A host key is asked for by one administrator and confirmed by another; what answers is shown, not believed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.crypto import openssh
from gateway.crypto.digest import fingerprint
from tests.gateway.cli.town import Town, told
from tests.gateway.cli.town import a_target as registered
from tests.gateway.relay.ssh.a_target import Sshd, a_real_target


@pytest.fixture
def sshd(tmp_path: Path) -> Iterator[Sshd]:
    with a_real_target(tmp_path) as real:
        yield real


def a_target(town: Town, name: str, sshd: Sshd) -> str:
    file = town.folder / f"{name}-host.pub"
    file.write_text(openssh.line(openssh.new_pair().public) + " somewhere\n")
    where = ("--address", "127.0.0.1", "--port", str(sshd.port), "--account", "app", "--host-key", str(file))
    registered(town, name, *where)
    return fingerprint(openssh.blob_of(file.read_text()))


def test_R16_the_key_that_answers_is_pinned_by_two_people_and_by_no_one_alone(pair: Town, sshd: Sshd) -> None:
    old, new = a_target(pair, "host-q", sshd), fingerprint(sshd.host_key)
    looked = pair.run("target", "host-key", "host-q", "--json")
    assert looked.exit_code == 1  # it shows another key than the pinned one
    assert new in looked.output
    asked = pair.as_json("ito", "target", "host-key", "host-q", "--ask")
    assert (asked["pinned"], asked["shown"]) == ([old], [new])
    assert pair.json("target", "show", "host-q")["target"]["host_keys"] == [old]
    assert told(pair.as_("ito", "change", "confirm", asked["change"], "--json"), 1)["code"] == "four-eyes"
    pair.as_json("abe", "change", "confirm", asked["change"])
    assert pair.json("target", "show", "host-q")["target"]["host_keys"] == [new]
    assert pair.run("target", "host-key", "host-q").exit_code == 0
    changed = pair.events("office.committed")[-1]
    assert (changed["by_username"], changed["facts"]["asked_by"]) == ("abe", pair.people["ito"].id)
    assert changed["facts"]["changed"]["host_keys"] == {"before": [old], "after": [new]}


def test_a_key_from_a_file_needs_a_second_person_as_well(pair: Town, sshd: Sshd) -> None:
    a_target(pair, "host-r", sshd)
    file = pair.key_file("another")
    asked = pair.as_json("ito", "target", "host-key", "host-r", "--ask", "--file", str(file))
    assert "接続先の管理者に" in pair.as_("ito", "target", "host-key", "host-r", "--ask", "--file", str(file)).output
    pair.as_json("abe", "change", "withdraw", asked["change"])


def test_a_target_that_does_not_answer_is_not_checked(pair: Town, sshd: Sshd) -> None:
    a_target(pair, "host-s", sshd)
    pair.as_json("ito", "target", "change", "host-s", "--port", "1")
    assert pair.run("target", "host-key", "host-s", "--json").exit_code == 2
