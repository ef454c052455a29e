"""Whether a way around the gateway is open: tried in an administrator's name, and in the journal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.crypto import openssh
from gateway.crypto.digest import fingerprint
from tests.gateway.cli.town import Town
from tests.gateway.cli.town import a_target as registered
from tests.gateway.relay.ssh.a_target import ME, Sshd, a_real_target


@pytest.fixture
def sshd(tmp_path: Path) -> Iterator[Sshd]:
    with a_real_target(tmp_path, "AuthenticationMethods publickey\n") as real:
        yield real


def a_target(town: Town, name: str, sshd: Sshd) -> None:
    file = town.folder / f"{name}-host.pub"
    file.write_text(openssh.line(sshd.host_key) + " somewhere\n")
    where = ("--address", "127.0.0.1", "--port", str(sshd.port), "--account", ME, "--host-key", str(file))
    registered(town, name, *where)


def test_R01_a_closed_target_is_said_to_be_closed_and_what_cannot_be_seen_is_said_too(pair: Town, sshd: Sshd) -> None:
    a_target(pair, "probe-a", sshd)
    ran = pair.as_("ito", "target", "probe", "probe-a")
    assert ran.exit_code == 0, ran.output
    assert "閉じている / closed" in ran.output
    assert "authorized_keys に他人の鍵がないことは" in ran.output
    assert "authorized_keys, cannot be seen from here" in ran.output
    told = pair.events("target.probed")[-1]
    assert (told["target"], told["by_username"], told["outcome"], told["accounts"]) == (
        "probe-a",
        "ito",
        "closed",
        [ME],
    )
    assert (told["offered"], told["ways"], told["shown"]) == (["publickey"], [], fingerprint(sshd.host_key))


def test_R67_an_open_way_is_status_1_and_an_alarm(pair: Town, sshd: Sshd) -> None:
    config = sshd.directory / "sshd_config"
    config.write_text("AuthenticationMethods any\nPasswordAuthentication yes\n" + config.read_text())
    a_target(pair, "probe-b", sshd)
    ran = pair.as_("ito", "target", "probe", "probe-b", "--json")
    assert ran.exit_code == 1
    assert '"outcome": "open"' in ran.output
    assert '"password"' in ran.output
    assert pair.events("target.probed")[-1]["ways"] == ["password"]
    assert "probe-b" in pair.run("alarm", "list").output


def test_a_target_that_does_not_answer_is_not_checked_and_that_is_journalled(pair: Town, sshd: Sshd) -> None:
    a_target(pair, "probe-c", sshd)
    pair.as_json("ito", "target", "change", "probe-c", "--port", "1")
    assert pair.as_("ito", "target", "probe", "probe-c").exit_code == 2
    assert pair.events("target.probed")[-1]["outcome"] == "unreachable"


def test_only_administrators_and_only_with_a_name(pair: Town, sshd: Sshd) -> None:
    a_target(pair, "probe-d", sshd)
    before = len(pair.events("target.probed"))
    assert pair.as_("sato", "target", "probe", "probe-d").exit_code == 1
    assert pair.run("target", "probe", "probe-d").exit_code == 1
    assert pair.as_("ito", "target", "probe").exit_code == 2
    assert pair.as_("ito", "target", "probe", "probe-d", "--all").exit_code == 2
    assert len(pair.events("target.probed")) == before
    assert sshd.accepted == 0
