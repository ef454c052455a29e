"""Work types, roots and names: unknown, dangerous or unproved ones do not load."""

from pathlib import Path

import pytest

from gateway.authorization.loader import load
from tests.gateway.authorization.a_directory import a_copy, edit, unfit

FILE = "commands/work_types.toml"
FIRST_CASE = '[[case]]\npurpose = "failure"'


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("backup = [", "bakup = [", "work_type.bakup"),
        ('inquiry = ["services"', 'inquiry = ["service"', "work_type.inquiry.service"),
        (FIRST_CASE, "[work]\nbackup = []\n\n" + FIRST_CASE, "work"),
        ('paths = ["/var/log"]', 'paths = ["/"]', "root.logs.paths"),
        ('paths = ["/var/log"]', 'paths = ["var/log"]', "root.logs.paths"),
        ('paths = ["/var/log"]', 'paths = ["/var/log/"]', "root.logs.paths"),
        ('paths = ["/var/log"]', 'paths = ["/var/../root"]', "root.logs.paths"),
        ('paths = ["/var/log"]', 'paths = ["/root"]', "root.logs.paths"),
        ('paths = ["/var/log"]', 'paths = ["/home/sato"]', "root.logs.paths"),
        ('paths = ["/var/log"]', 'paths = ["/proc/1"]', "root.logs.paths"),
        ('paths = ["/var/log"]', 'path = ["/var/log"]', "root.logs.paths"),
        ('paths = ["/var/log"]', 'paths = ["/var/lib/private/log"]', "root.logs.paths"),
        (FIRST_CASE, '[target.app]\nroots.edited = ["/etc/cron.d"]\n\n' + FIRST_CASE, "target.app.roots.edited"),
        ('denied = ["btmp*"', 'denied = ["/btmp*"', "root.logs.denied"),
        ('hosts = ["localhost"]', 'hosts = ["-f"]', "names.hosts"),
        ('hosts = ["localhost"]', 'hosts = ["a b"]', "names.hosts"),
        ('databases = ["postgres"]', 'databases = ["host=evil"]', "names.databases"),
        ("[root.edited]", "[root.Edited]", "root.Edited."),
        ('offered = ["backup ls"', 'offered = ["tail"', "offered.tail"),
        ('withheld = ["unattended-upgrade", "backup ls"]', 'withheld = ["tail"]', "withheld.tail"),
        ('purpose = "backup"', 'purpose = "inquiry"', "offered"),
        (FIRST_CASE, '[target.app]\nroots.log = ["/x"]\n\n' + FIRST_CASE, "target.app.roots.log"),
        (FIRST_CASE, '[target.app]\nroots.logs = ["/"]\n\n' + FIRST_CASE, "target.app.roots.logs"),
        (FIRST_CASE, '[target.app]\nnames.unit = ["x"]\n\n' + FIRST_CASE, "target.app.names.unit"),
        (FIRST_CASE, '[target.app]\nnames.hosts = ["x y"]\n\n' + FIRST_CASE, "target.app.names.hosts"),
        (FIRST_CASE, "[target.app]\nshell = true\n\n" + FIRST_CASE, "target.app.shell"),
        (FIRST_CASE, '[target."App 1"]\nroots.logs = ["/x"]\n\n' + FIRST_CASE, "target.App 1."),
    ],
)
def test_R07_what_does_not_fit_is_named(tmp_path: Path, old: str, new: str, key: str) -> None:
    directory = a_copy(tmp_path)
    edit(directory, FILE, old, new)
    found = unfit(directory)
    assert (found.file, key in found.key) == (FILE, True), found


def test_a_purpose_without_a_case_does_not_load(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    path = directory / FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex("[[case]]")], encoding="utf-8")
    assert unfit(directory).key == "work_type.inquiry"


def test_a_target_has_folders_and_units_of_its_own(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    own = """[target.callcenter-app]
roots.logs = ["/srv/app/log"]
roots.edited = ["/srv/app/etc"]
names.managed-units = ["app.service"]
"""
    edit(directory, FILE, FIRST_CASE, own + "\n" + FIRST_CASE)
    offer = load(directory).commands.offer("failure", "callcenter-app")
    assert offer.roots["logs"].paths == ("/srv/app/log",)
    assert "postgresql" in offer.roots["logs"].denied
    assert offer.roots["edited"].admits("/srv/app/etc/app.conf")
    assert offer.names["managed-units"] == ("app.service",)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('roots.logs = ["/var"]', "roots.logs"),
        ('roots.logs = ["/srv"]', "roots.logs"),
        ('roots.configuration = ["/var/lib"]', "roots.configuration"),
        ('roots.edited = ["/etc"]', "roots.edited"),
        ('roots.edited = ["/usr/local/bin"]', "roots.edited"),
        ('names.managed-units = ["debug-shell.service"]', "target.app.names.managed-units"),
    ],
)
def test_R07_nobody_is_given_a_whole_tree_or_a_unit_that_is_a_shell(tmp_path: Path, line: str, key: str) -> None:
    directory = a_copy(tmp_path)
    edit(directory, FILE, FIRST_CASE, f"[target.app]\n{line}\n\n{FIRST_CASE}")
    assert unfit(directory).key == key


@pytest.mark.parametrize(
    ("file", "changes", "key"),
    [
        ("disks", {'root = "storage"': 'root = "store"', "\nstorage = ": "\nstore = "}, "du.folder.root.store"),
        ("network", {'named = "hosts"': 'named = "hots"', "\nhosts = ": "\nhots = "}, "ping.host.named.hots"),
    ],
)
def test_roots_and_sets_of_names_are_known(tmp_path: Path, file: str, changes: dict[str, str], key: str) -> None:
    """A list may prove itself by an example of its own; what it names has to exist all the same."""
    directory = a_copy(tmp_path)
    path = directory / f"commands/{file}.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    found = unfit(directory)
    assert (found.file, found.key) == (f"commands/{file}.toml", key)


def test_one_name_in_two_lists_is_refused_naming_both(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    path = directory / "commands/disks.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("lsblk", "uptime"), encoding="utf-8")
    found = unfit(directory)
    assert (found.file, found.key) == ("commands/processes.toml", "uptime")
    assert "commands/disks.toml" in found.what


def test_another_name_in_two_lists_is_refused_too(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    edit(directory, "commands/disks.toml", 'name = "lsblk"', 'name = "lsblk"\nalso = ["w"]')
    found = unfit(directory)
    assert (found.file, found.key) == ("commands/processes.toml", "w")


def test_the_files_are_part_of_the_policy(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    (directory / "commands/logs.toml").unlink()
    assert unfit(directory).key == "work_type.security.logs"
    (directory / FILE).unlink()
    assert unfit(directory).file == FILE
