"""No credential and nobody's name in what is kept, logged, shown or handed to processes (R-14, R-83)."""

import base64
import dataclasses
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from gateway.keeper import custody
from gateway.vocabulary.secret import Secret
from tests.walks.clients import QUIET, Client

TYPED = "hidden-aikotoba-4711"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "euc-jp", "cp932")


def _files(*folders):
    """Everything in the folders with its bytes, but for what a process just removed."""
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                try:
                    yield path, path.read_bytes()
                except FileNotFoundError:
                    continue


def _processes(demo):
    """What anybody may read of Sekisho's processes: arguments and environment."""
    state = demo["state"].encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            arguments, environment = (entry / "cmdline").read_bytes(), (entry / "environ").read_bytes()
        except (PermissionError, FileNotFoundError, ProcessLookupError):  # not dumpable, or gone: nobody reads it
            continue
        if (b"serve" in arguments and demo["settings"].encode() in environment) or state in arguments:
            yield arguments, environment


def _private(key_file):
    """A private key as a file holds it, and the 32 bytes that are the secret in it."""
    lines = Path(key_file).read_text().splitlines()[1:-1]
    blob = base64.b64decode("".join(lines))
    seed = blob[blob.rindex(b"\x00\x00\x00\x40") + 4 :][:32]
    return [lines[2].encode(), seed, seed.hex().encode(), base64.b64encode(seed)]


def _needles(person, used_code):
    secret, raw = person["totp_secret"], base64.b32decode(person["totp_secret"])
    words = [
        TYPED.encode(),
        person["password"].encode(),
        secret.encode(),
        raw,
        raw.hex().encode(),
    ]
    for which in ("ssh_key", "terminal_key"):
        words += _private(person[which])
    return [*(re.escape(word) for word in words), rb"(?<![0-9A-Za-z.])" + used_code.encode() + rb"(?![0-9A-Za-z])"]


@pytest.fixture
def worked(demo, engineer_with_password, tmp_path, sekisho):
    """A session with password and code, in which a password is typed where it is not echoed; what could be read meanwhile."""
    client = Client(demo, engineer_with_password, tmp_path)
    person = client.person
    used = client.code()
    options = [*QUIET, "-o", "NumberOfPasswordPrompts=2"]
    environment = client.askpass(password=person["password"], answer=used)
    alone = Client(demo, {**person, "ssh_key": person["terminal_key"]}, tmp_path)
    with alone.shell("callcenter-app", *options, environment=environment) as shell:
        shell.prompt()
        processes = list(_processes(demo))
        shell.line("read -s -p 'Password: ' x; echo; echo ${#x}")
        shell.expect("\nPassword: |\rPassword: ")
        shell.line(TYPED)
        shell.expect(rf"\n{len(TYPED)}\r\n")
        shell.run("unset x; env; set")
        shell.line("exit")
        shell.wait()
    (session,) = sekisho.sessions_of(client.username)
    return person, used, session, shell.seen, processes


def test_R14_R16_no_credential_is_kept_shown_or_handed_around(demo, sekisho, worked):
    person, used, session, seen, processes = worked
    wanted = re.compile(b"|".join(_needles(person, used)))
    assert wanted.search(person["password"].encode()), "the search finds what it looks for"
    assert wanted.search(f" {used}\n".encode())

    exported = sekisho.export(session["recording"])
    journal = json.dumps(sekisho.events(limit=2000), ensure_ascii=False)
    assert wanted.search("".join(text for *_, text in exported).encode()) is None
    assert wanted.search(journal.encode()) is None
    assert wanted.search(seen) is None, "on the screen"
    assert len(processes) >= 5
    for arguments, environment in processes:
        assert wanted.search(arguments) is None
        assert wanted.search(environment) is None
    base = Path(demo["settings"]).parent
    for path, content in _files(demo["state"], demo["witness"], demo["mail"], demo["logs"], base / "targets"):
        if base / "targets" in path.parents:  # their customers have numbers of six digits
            content = content.replace(used.encode(), b"")
        assert wanted.search(content) is None, path
    assert wanted.search(Path(demo["settings"]).read_bytes()) is None

    typed = "".join(text for _, kind, text in exported if kind == "i")
    assert "Password: " in typed, "what was typed where it is seen is kept"
    assert TYPED not in typed, "what was typed where it is not seen is kept as its length"


def test_R14_R83_no_key_of_the_keeper_is_outside_the_keeper(demo, worked, tmp_path):
    *_, processes = worked
    found = Path(demo["state"], "keeper")
    keys = _unwrapped(shutil.copytree(found, tmp_path / "keeper"))
    assert len(keys) >= 8
    spelled = [form for key in keys for form in (key, key.hex().encode(), base64.b64encode(key))]
    wanted = re.compile(b"|".join(re.escape(one) for one in spelled))
    for path, content in _files(demo["state"], demo["logs"], demo["witness"]):
        master = path.parent == found and path.name == "master.key"
        assert master or wanted.search(content) is None, path
    for arguments, environment in processes:
        assert wanted.search(arguments + environment) is None


def _unwrapped(directory):
    """Every key of this copy of a keeper's directory."""
    for path in (directory, *directory.iterdir()):
        os.chown(path, os.getuid(), os.getgid())
    loaded = custody.load(directory).keys
    values = [getattr(loaded, one.name) for one in dataclasses.fields(loaded)]
    return [value.reveal() for value in values if isinstance(value, Secret)]


def test_R83_nobodys_name_kana_or_number_is_found_in_the_raw_files(demo, client):
    client.ssh("build-host", "echo 記録")
    known = Path(demo["settings"]).parent / "people" / "cast.json"
    cast = [one for one in json.loads(known.read_text()) if not one["username"].startswith("e")]
    mine = next(one for one in json.loads(known.read_text()) if one["username"] == client.username)
    needles = {
        word.encode(encoding)
        for one in (*cast, mine)
        for word in (one["name"], one["name"].replace(" ", ""), one["kana"], one["number"])
        for encoding in ENCODINGS
    }
    wanted = re.compile(b"|".join(re.escape(needle) for needle in needles))
    assert wanted.search(known.read_bytes()), "the search finds what it looks for"
    searched = 0
    for path, content in _files(demo["state"], demo["witness"], demo["logs"], demo["mail"]):
        searched += len(content)
        assert wanted.search(content) is None, path
    assert searched > 100_000
