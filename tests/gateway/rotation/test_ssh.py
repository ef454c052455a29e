"""A real sshd and the real chpasswd(8): a certificate that can do nothing else changes a password, and a log-in proves it."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import paramiko
import pytest

from deploy.callcentre.ports import free_port
from gateway.crypto import openssh
from gateway.relay.ssh import command
from gateway.relay.ssh.dialling import AnotherHost, NotLetIn, Unreachable
from gateway.rotation.due import Failure
from gateway.rotation.ssh import SshRotator
from gateway.rotation.walk import Stage, Walk
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import LoginWay, Target
from tests.gateway.relay.ssh.a_target import ME, Sshd, a_real_target
from tests.gateway.rotation.a_unix_account import a_unix_account, may_make_one
from tests.gateway.rotation.a_vault import PowerCut, Vault

needs_root = pytest.mark.skipif(not may_make_one(), reason="a throw-away account and chpasswd need root")
pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@dataclass
class Host:
    sshd: Sshd
    vault: Vault
    account: str

    @property
    def target(self) -> Target:
        return replace(
            self.sshd.target(), name="old-switch", accounts=(self.account,), login=LoginWay.VAULTED_PASSWORD,
            management=self.vault.management,
        )  # fmt: skip

    def walk(self) -> Walk:
        return Walk(self.vault.work(self.target), self.vault, self.vault, SshRotator(self.target, self.vault))

    def lets_in(self, password: bytes) -> bool:
        return command.lets_in(self.target, self.account, Secret(password))


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    vault = Vault(present=b"first password", management="root")
    with (
        a_unix_account("first password") as account,
        a_real_target(tmp_path, f"Match User {account}\n  PasswordAuthentication yes") as sshd,
    ):
        (tmp_path / "ca.pub").write_text(vault.ca_line + "\n")
        yield Host(sshd, vault, account)


@needs_root
def test_R14_after_a_rotation_the_old_password_fails_and_the_new_one_lets_in(host: Host) -> None:
    assert host.lets_in(b"first password")
    assert host.walk().run() is Stage.KEPT
    assert not host.lets_in(b"first password")
    assert host.lets_in(host.vault.present)
    assert "rotation target=old-switch" in host.sshd.log  # the target's own log says what it was
    assert host.vault.present.decode() not in host.sshd.log


@needs_root
@pytest.mark.parametrize("cut_at", range(6))
def test_R14_stopped_anywhere_the_next_walk_ends_with_the_password_the_host_has(host: Host, cut_at: int) -> None:
    host.vault.cut_at = cut_at
    with pytest.raises(PowerCut):
        host.walk().run()
    host.vault.cut_at = None
    if host.vault.events[-1:] != ["done"]:
        assert host.walk().run() is Stage.KEPT
    assert host.lets_in(host.vault.present)
    assert not host.lets_in(b"first password")


@needs_root
def test_the_certificate_runs_chpasswd_whatever_is_asked_and_has_no_terminal(host: Host, tmp_path: Path) -> None:
    pair = openssh.new_pair()
    key = command.certified(pair, host.vault.certificate("old-switch", pair.public))
    left = tmp_path / "left"
    assert command.run_command(host.target, "root", key, f"touch {left}", Secret(b"")) in (0, 1)
    assert not left.exists()
    transport = paramiko.Transport(("127.0.0.1", host.sshd.port))
    try:
        transport.start_client(timeout=10)
        transport.auth_publickey("root", key)
        with pytest.raises(paramiko.SSHException):
            transport.open_session(timeout=10).get_pty()
    finally:
        transport.close()
    with pytest.raises(NotLetIn):
        command.run_command(host.target, host.account, key, "id", Secret(b""))


@needs_root
def test_a_host_that_changes_nothing_fails_and_both_passwords_are_kept(host: Host) -> None:
    host.vault.force_command = "/bin/true"
    assert host.walk().run() is Stage.FAILED
    assert host.vault.failures == [Failure.NOT_PROVED]
    assert host.vault.following is not None
    assert host.lets_in(host.vault.present)


@needs_root
def test_a_chpasswd_that_fails_is_a_refusal(host: Host) -> None:
    host.vault.force_command = "/bin/false"
    assert host.walk().run() is Stage.FAILED
    assert host.vault.failures == [Failure.REFUSED]


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Host]:
    """Without an account of its own: what fails before any password is changed."""
    vault = Vault(management=ME, following=b"x")
    with a_real_target(tmp_path) as sshd:
        (tmp_path / "ca.pub").write_text(vault.ca_line + "\n")
        yield Host(sshd, vault, ME)


def test_another_host_key_ends_it_before_anything_is_said(plain: Host) -> None:
    other = replace(plain.target, host_keys=(openssh.new_pair().public,))
    with pytest.raises(AnotherHost):
        SshRotator(other, plain.vault).change()
    with pytest.raises(AnotherHost):
        SshRotator(other, plain.vault).lets_in()


def test_a_management_account_the_host_does_not_let_in_is_a_refusal(plain: Host) -> None:
    plain.vault.management = "nobody-here"
    with pytest.raises(NotLetIn):
        SshRotator(plain.target, plain.vault).change()


def test_a_host_that_is_away_is_unreachable(plain: Host) -> None:
    with pytest.raises(Unreachable):
        SshRotator(replace(plain.target, port=free_port()), plain.vault).change()


def test_the_command_reads_what_it_is_given_and_its_output_is_nobodys(plain: Host, tmp_path: Path) -> None:
    file = tmp_path / "given"
    plain.vault.force_command = f"cat > {file}; echo not kept; exit 3"
    pair = openssh.new_pair()
    key = command.certified(pair, plain.vault.certificate("x", pair.public))
    assert command.run_command(plain.target, ME, key, "chpasswd", Secret(b"a:b\n")) == 3
    assert file.read_bytes() == b"a:b\n"


def test_no_account_of_these_tests_is_left() -> None:
    if os.geteuid() != 0:
        pytest.skip("none is made without root")
    with a_unix_account("x") as name:
        assert subprocess.run(["id", name], capture_output=True, check=False).returncode == 0
    assert subprocess.run(["id", name], capture_output=True, check=False).returncode != 0
