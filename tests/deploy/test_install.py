"""What the install script puts where, and what it leaves alone; the examples it ships, as the programs they are for read them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.walks.clients import need

PROJECT = Path(__file__).parents[2]
SCRIPT = PROJECT / "deploy" / "systemd" / "install"
VENV = Path(sys.prefix)
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="nft asks the kernel even to check")


def run(*words: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run([str(SCRIPT), *words], input=said, capture_output=True, text=True, timeout=60, check=False)


def installed(root: Path) -> None:
    ran = run("install", "--root", str(root), "--program", str(VENV))
    assert ran.returncode == 0, ran.stderr


def test_everything_is_in_its_place_and_the_command_runs(tmp_path):
    installed(tmp_path)
    units = {path.name for path in (tmp_path / "etc/systemd/system").iterdir()}
    assert {
        f"sekisho-{name}.service" for name in ("keeper", "registrar", "gateway", "worker", "admin_ui", "monitor")
    } <= units
    assert "sekisho.target" in units
    program = tmp_path / "usr/lib/sekisho"
    assert re.fullmatch(r"versions/[0-9.]+-[0-9a-f]{12}", os.readlink(program / "current"))
    assert subprocess.run([program / "current/bin/sekisho", "--help"], capture_output=True, check=False).returncode == 0
    for share in ("docs/administrator.ja.md", "haproxy/haproxy.cfg", "nftables/sekisho.nft", "targets/sekisho.conf"):
        assert (program / "current/share" / share).is_file()
    command = (tmp_path / "usr/local/bin/sekisho").read_text()
    assert "/etc/sekisho/sekisho.toml" in command
    for path in tmp_path.rglob("*"):
        if not path.is_symlink():
            assert path.stat().st_mode & 0o022 == 0, f"{path} is writable for others"


def test_a_second_install_writes_over_nothing_that_somebody_changed(tmp_path):
    installed(tmp_path)
    changed = [
        tmp_path / "etc/systemd/system/sekisho-gateway.service.d/addresses.conf",
        tmp_path / "etc/sekisho/policies/budgets.toml",
    ]
    for path in changed:
        path.write_text("mine")
    installed(tmp_path)
    assert [path.read_text() for path in changed] == ["mine", "mine"]
    assert len(list((tmp_path / "usr/lib/sekisho/versions").iterdir())) == 1


def test_uninstall_takes_the_program_and_leaves_what_was_recorded(tmp_path):
    installed(tmp_path)
    kept = [
        tmp_path / "var/lib/sekisho/journal",
        tmp_path / "var/lib/sekisho-witness",
        tmp_path / "etc/sekisho/policies",
    ]
    for folder in kept:
        folder.mkdir(parents=True, exist_ok=True)
    assert run("uninstall", "--root", str(tmp_path)).returncode == 0
    assert not (tmp_path / "usr/lib/sekisho").exists()
    assert not list((tmp_path / "etc/systemd/system").glob("*.service"))
    assert not (tmp_path / "usr/local/bin/sekisho").exists()
    assert all(folder.is_dir() for folder in kept)


@pytest.mark.parametrize("said", ["", "yes\n", "purge\n"])
def test_nothing_is_destroyed_without_the_words(tmp_path, said):
    installed(tmp_path)
    (tmp_path / "var/lib/sekisho/journal").mkdir(parents=True)
    ran = run("uninstall", "--purge", "--root", str(tmp_path), said=said)
    assert ran.returncode == 1
    assert (tmp_path / "var/lib/sekisho/journal").is_dir()
    assert (tmp_path / "usr/lib/sekisho/current").exists()


def test_with_the_words_all_of_it_goes(tmp_path):
    installed(tmp_path)
    (tmp_path / "var/lib/sekisho/journal").mkdir(parents=True)
    assert run("uninstall", "--purge", "--root", str(tmp_path), said="purge sekisho\n").returncode == 0
    assert [path for path in tmp_path.rglob("*") if "sekisho" in path.name] == []


@pytest.mark.parametrize("words", [(), ("instal",), ("install", "--all")])
def test_other_words_do_nothing(words):
    ran = run(*words)
    assert ran.returncode == 2
    assert "install [--root DIR]" in ran.stderr


def test_the_targets_configuration_is_sshds_own_and_leaves_one_way_in(tmp_path):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    ran = subprocess.run(
        [need("sshd"), "-T", "-f", str(PROJECT / "deploy/targets/sekisho.conf"), "-h", str(tmp_path / "key")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    effective = dict(line.split(" ", 1) for line in ran.stdout.splitlines() if " " in line)
    assert effective["authenticationmethods"] == "publickey"
    assert effective["trustedusercakeys"] == "/etc/ssh/sekisho_session_ca.pub"
    for way in ("password", "kbdinteractive", "hostbased"):
        assert effective[f"{way}authentication"] == "no"
    assert {effective[key] for key in ("authorizedkeysfile", "authorizedkeyscommand", "authorizedprincipalsfile")} == {
        "none"
    }
    assert effective["disableforwarding"] == "yes"
    assert "Unsupported" not in ran.stderr, ran.stderr


@AS_ROOT
def test_R09_nftables_takes_the_example(tmp_path):
    """Its users as numbers: they exist where Sekisho is installed."""
    text = (PROJECT / "deploy/nftables/sekisho.nft").read_text()
    names = sorted(set(re.findall(r'"(sekisho-[a-z_]+)"', text)))
    assert {"sekisho-gateway", "sekisho-worker", "sekisho-admin_ui"} <= set(names)
    for number, name in enumerate(names):
        text = text.replace(f'"{name}"', str(60_000 + number))
    rules = tmp_path / "sekisho.nft"
    rules.write_text(text)
    ran = subprocess.run([need("nft"), "-c", "-f", str(rules)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert text.count("policy drop;") == 3


def test_haproxy_takes_the_example(tmp_path):
    ran = subprocess.run(
        [need("haproxy"), "-c", "-f", str(PROJECT / "deploy/haproxy/haproxy.cfg")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    text = (PROJECT / "deploy/haproxy/haproxy.cfg").read_text()
    servers = re.findall(r"^ +server .*$", text, re.MULTILINE)
    assert len(servers) == 6
    assert all("send-proxy-v2" in line for line in servers)
