"""The evidence of a real demo, tampered with by whoever owns the machine; the command line finds and names it (R-41, R-44)."""

import json
import os
import re
import shutil
import sqlite3
from contextlib import closing

import pytest

from gateway.audit.canonical import canonical
from gateway.audit.checkpoint import Checkpoint, write_checkpoint
from gateway.audit.entry import rederive
from gateway.audit.folder import FolderTiles
from gateway.audit.note import VerifierKey, write_note
from gateway.audit.tiling import Tiling
from gateway.crypto import signing
from gateway.keeper import custody
from gateway.recording.frame import MAGIC, PREFIX, RecordKind, read_prefix
from tests.databases import of_a_file
from tests.walks.clients import Client, eventually
from tests.walks.office import Sekisho
from tests.walks.own_stack import own_stack

pytestmark = [of_a_file, pytest.mark.xdist_group("tampering"), pytest.mark.timeout(240)]
RECORDINGS = 8
NOISE = "head -c 200000 /dev/urandom | base64"  # several chunks, and no two alike


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    """A stopped demo with recordings, and an export of its journal."""
    with own_stack(2) as stack:
        sekisho = Sekisho(stack.demo)
        folder = tmp_path_factory.mktemp("client")
        client = Client(stack.demo, next(one for one in stack.demo["people"] if one["username"] == "e001"), folder)
        control = ["-o", f"ControlPath={folder}/cm", "-o", "ControlMaster=auto", "-o", "ControlPersist=60"]
        for _ in range(RECORDINGS):
            assert client.ssh("build-host", NOISE, options=control, answer=client.code() if _ == 0 else "none").stdout
        client.ssh("build-host", options=[*control, "-O", "exit"], answer="none")
        eventually(lambda: all(one["ended_at"] for one in sekisho.sessions_of("e001")), 20)
        exported = sekisho.run("audit", "export", str(stack.base / "state" / "exported"), "--purpose", "test")
        assert exported.returncode == 0, exported.stderr
        stack.stop()
        yield stack


class Copy:
    """The attacker's copy of everything: he is root and reads the sources."""

    def __init__(self, stack, folder):
        origin = stack.base / "state"
        self.base = folder / "state"
        self.base.mkdir()
        for name in ("gateway", "witness", "exported"):
            shutil.copytree(origin / name, self.base / name, ignore=shutil.ignore_patterns("*.sock"))
        self.settings = self.base / "settings.toml"
        self.settings.write_text((origin / "settings.toml").read_text().replace(str(origin), str(self.base)))
        self.witness = str(self.base / "witness")
        self._sekisho = Sekisho(stack.demo, self.settings)

    def sql(self, *statements):
        """The owner's console: triggers away, then as many rows as he likes."""
        with closing(sqlite3.connect(self.base / "gateway" / "db" / "sekisho.db")) as console:
            for (name,) in console.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                console.execute(f"DROP TRIGGER {name}")
            answers = [console.execute(*statement).fetchall() for statement in statements]
            console.commit()
        return answers

    def verify(self, *words):
        """Exit status, findings and the words of `sekisho audit verify`."""
        ran = self._sekisho.run("audit", "verify", *words, "--json")
        report = json.loads(ran.stdout)
        return ran.returncode, [(one["what"], one["seq"]) for one in report["findings"]], report

    def recordings(self):
        """Files of the recordings, in the order they were made."""
        return sorted((self.base / "gateway" / "recordings").rglob("*.rec"), key=lambda path: path.stat().st_mtime)

    def verify_recordings(self):
        """Exit status, and by recording what is wrong with it."""
        ran = self._sekisho.run("recording", "verify", "--all", "--json")
        judged = json.loads(ran.stdout)["recordings"]
        flaws = {one["id"]: [(flaw["flaw"], flaw["chunk"]) for flaw in one["findings"]] for one in judged}
        return ran.returncode, flaws


@pytest.fixture
def copy(evidence, tmp_path):
    return Copy(evidence, tmp_path)


def test_R41_R44_the_untouched_copy_holds(copy):
    assert copy.verify("--witness", copy.witness)[0] == 0
    assert copy.verify(str(copy.base / "exported"))[0] == 0
    status, flaws = copy.verify_recordings()
    assert status == 0
    assert len(flaws) == RECORDINGS
    assert not any(flaws.values())


DELETE = "DELETE FROM journal WHERE seq = 100"
INSERT = """INSERT INTO journal SELECT seq + 100000, at, node, kind, person, session, terminal, target, order_id,
            body, prev, hash, subject
            FROM journal WHERE seq = 100"""
SWAP = ("UPDATE journal SET seq = 900000 WHERE seq = 100", "UPDATE journal SET seq = 100 WHERE seq = 101",
        "UPDATE journal SET seq = 101 WHERE seq = 900000")  # fmt: skip
CUT = "DELETE FROM journal WHERE seq >= (SELECT max(seq) - 3 FROM journal)"
COLUMN = """UPDATE journal SET person = 'P-20261122-NOBODY0000'
            WHERE seq = (SELECT max(seq) FROM journal WHERE kind = 'session.opened')"""


REWRITE = "UPDATE journal SET at = ?, body = ?, prev = ?, hash = ? WHERE seq = ?"


def _one_byte(copy):
    """Change one letter in the middle of entry 100's body."""
    ((body,),) = copy.sql(("SELECT body FROM journal WHERE seq = 100",))[0]
    place = len(body) // 2
    edited = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
    copy.sql(("UPDATE journal SET body = ? WHERE seq = 100", (edited,)))


def test_R44_one_byte_changed_is_named(copy):
    _one_byte(copy)
    status, findings, _ = copy.verify()
    assert status == 1
    assert findings[0] == ("changed", 100)


@pytest.mark.parametrize(
    ("statements", "what", "first"),
    [
        ([DELETE], "deleted", 100),
        ([INSERT], "inserted", None),
        (SWAP, "swapped", 100),
        ([CUT], "tail-cut", None),
        ([COLUMN], "column", None),
    ],
    ids=["deleted", "inserted", "swapped", "tail cut", "index column"],
)
def test_R44_rows_edited_by_hand_are_named(copy, statements, what, first):
    copy.sql(*((statement,) for statement in statements))
    status, findings, _ = copy.verify()
    assert status == 1
    assert findings[0][0] == what, findings
    assert first is None or findings[0][1] == first
    assert copy.verify("--witness", copy.witness)[0] == 1


def test_R45_everything_rebuilt_with_the_stolen_key_is_found_with_the_witness_alone(copy):
    _rebuild(copy, forged=100)
    status, findings, _ = copy.verify()
    assert (status, findings) == (0, []), "so strong is the key: nothing inside can tell"
    status, findings, report = copy.verify("--witness", copy.witness)
    assert status == 1
    assert findings[0][0] == "witness"
    assert re.search(r"\d{4}-\d{2}-\d{2}", json.dumps(report["findings"][0]["en"])), "the day is named"


def _rebuild(copy, forged):
    """Entry `forged` says something else; every later entry is chained to it; tiles and checkpoints are made anew."""
    keeper = copy.base / "gateway" / "keeper"
    for path in (keeper, *keeper.iterdir()):
        os.chown(path, os.getuid(), os.getgid())
    stolen = custody.load(keeper)
    key = VerifierKey(name=stolen.journal_name, public=signing.public_of(stolen.keys.journal))
    bodies, sizes = copy.sql(("SELECT body FROM journal ORDER BY seq",), ("SELECT size FROM checkpoint",))
    shutil.rmtree(copy.base / "gateway" / "journal" / "tile")
    tiling, tiles, prev, edits = Tiling(), FolderTiles(copy.base / "gateway" / "journal"), None, []
    tree = tiling.tree
    for seq, (body,) in enumerate(bodies):
        said = json.loads(body)
        if seq == forged:
            said["at"] = said["at"][:-2] + ("1Z" if said["at"].endswith("0Z") else "0Z")
        if prev is not None:
            said["prev"] = prev.hex()
        row = rederive(canonical(said))
        for tile, data in tiling.append(row.hash):
            tiles.put(tile.path, data)
        prev = row.hash
        edits.append((REWRITE, (row.at, row.body, row.prev, row.hash, seq)))
        if (tree.size,) in sizes:
            text = write_checkpoint(Checkpoint(origin=key.name, size=tree.size, root=tree.root()))
            note = write_note(text, key, signing.sign(stolen.keys.journal, text))
            edits.append(("UPDATE checkpoint SET root = ?, note = ? WHERE size = ?", (tree.root(), note, tree.size)))
    copy.sql(*edits)


@pytest.mark.parametrize("what", ["altered", "missing", "added"])
def test_R44_an_export_is_covered_whole(copy, what):
    exported = copy.base / "exported"
    victim = max((path for path in exported.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    if what == "altered":
        content = bytearray(victim.read_bytes())
        content[len(content) // 2] ^= 1
        victim.write_bytes(bytes(content))
    elif what == "missing":
        victim.unlink()
    else:
        (exported / "more.txt").write_text("nothing of ours")
    status, findings, report = copy.verify(str(exported))
    assert status == 1, report
    assert findings


def _records(content):
    """Offset, end and kind of each record of a recording."""
    place, found = len(MAGIC), []
    while place + PREFIX.size <= len(content):
        prefix = read_prefix(content[place : place + PREFIX.size])
        if prefix is None:
            place += 1  # key slots, torn bytes
            continue
        end = place + PREFIX.size + prefix.payload_bytes + 32
        found.append((place, end, prefix.kind))
        place = end
    return found


def test_R41_recordings_changed_cut_swapped_mixed_lost_and_replaced_are_each_named(copy):
    files = copy.recordings()
    assert len(files) == RECORDINGS
    contents = [file.read_bytes() for file in files]
    chunks = [[span for span in _records(content) if span[2] is RecordKind.CHUNK] for content in contents]
    assert min(map(len, chunks)) >= 4

    def rewritten(which, order):
        """The file with its chunks as in `order`: numbers of its own chunks, or bytes."""
        content, own = contents[which], chunks[which]
        middle = b"".join(one if isinstance(one, bytes) else content[own[one][0] : own[one][1]] for one in order)
        return content[: own[0][0]] + middle + content[own[-1][1] :]

    everything = [list(range(len(one))) for one in chunks]
    changed = bytearray(contents[0])
    changed[chunks[0][2][0] + PREFIX.size + 10] ^= 1
    files[0].write_bytes(bytes(changed))
    files[1].write_bytes(rewritten(1, [0, 1, *everything[1][3:]]))
    files[2].write_bytes(rewritten(2, [0, 2, 1, *everything[2][3:]]))
    foreign = contents[0][chunks[0][2][0] : chunks[0][2][1]]
    files[3].write_bytes(rewritten(3, [0, 1, foreign, *everything[3][3:]]))
    files[4].unlink()
    files[5].write_bytes(contents[6])
    files[6].write_bytes(contents[6][: chunks[6][-1][0]])

    status, flaws = copy.verify_recordings()
    assert status == 1
    named = [flaws[file.stem] for file in files]
    assert named[0][0] == ("chunk-changed", 3)
    assert named[1][0] == ("chunk-removed", 3)
    assert named[2][0][0] == "chunk-swapped"
    assert named[3][0] == ("chunk-foreign", 3)
    assert named[4][0][0] == "missing"
    assert named[5][0][0] in {"replaced", "other-recording"}
    assert named[6], "its end is cut off"
    assert named[7] == [], "the one nobody touched"
