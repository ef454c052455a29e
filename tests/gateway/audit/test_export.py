"""The export, checked by a verifier written from the specifications alone."""

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gateway.audit.export import export_journal
from gateway.audit.report import Outcome
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.audit.ledger import KEY, START, Ledger, written


def outsider(folder: Path, vkey: str) -> list[bytes]:
    """C2SP signed-note, tlog-checkpoint and tlog-tiles with RFC 6962, and no line of the product: the entries proven."""
    sha: Callable[[bytes], bytes] = lambda data: hashlib.sha256(data).digest()  # noqa: E731
    name, key_id, key = vkey.split("+", 2)
    text, _, signature_line = (folder / "checkpoint").read_bytes().rpartition(b"\n\n")
    dash, signer, blob = signature_line.decode().rstrip("\n").split(" ")
    signature = base64.b64decode(blob)
    assert (dash, signer, signature[:4].hex()) == ("—", name, key_id)
    Ed25519PublicKey.from_public_bytes(base64.b64decode(key)[1:]).verify(signature[4:], text + b"\n")
    origin, size, root = text.decode().split("\n")
    assert origin == name
    entries: list[bytes] = []
    hashes = b""
    for index in range(-(-int(size) // 256)):
        width = min(256, int(size) - index * 256)
        suffix = f"{index:03d}" + (f".p/{width}" if width < 256 else "")
        hashes += (folder / "tile" / "0" / suffix).read_bytes()
        bundle = (folder / "tile" / "entries" / suffix).read_bytes()
        while bundle:
            end = 2 + int.from_bytes(bundle[:2], "big")
            entries.append(bundle[2:end])
            bundle = bundle[end:]
    row = [sha(b"\x00" + entry) for entry in entries]
    assert b"".join(row) == hashes
    while len(row) > 1:
        row = [sha(b"\x01" + row[at] + row[at + 1]) if at + 1 < len(row) else row[at] for at in range(0, len(row), 2)]
    assert row[0] == base64.b64decode(root)
    return entries


@pytest.mark.parametrize("entries", [1, 255, 256, 257, 600])
def test_R54_a_verifier_written_from_the_specifications_accepts_it(tmp_path: Path, entries: int) -> None:
    ledger = Ledger(tmp_path / "witness")
    ledger.write(entries)
    ledger.write(3, checkpoint=False)
    report = export_journal(ledger.store, tmp_path / "export", key=KEY, now=START)
    assert report.outcome is Outcome.HOLDS
    assert outsider(tmp_path / "export", str(KEY)) == [row.body for row in ledger.store.rows[:entries]]


def test_R54_two_exports_of_one_journal_are_the_same_bytes(tmp_path: Path) -> None:
    ledger = written(tmp_path / "witness", 50, 10)
    for name in ("one", "two"):
        export_journal(ledger.store, tmp_path / name, key=KEY, now=START)
    assert (tmp_path / "one/MANIFEST").read_bytes() == (tmp_path / "two/MANIFEST").read_bytes()


def test_only_what_holds_is_exported(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "witness")
    ledger.write(3, checkpoint=False)
    report = export_journal(ledger.store, tmp_path / "export", key=KEY, now=START)
    assert report.outcome is Outcome.COULD_NOT_BE_CHECKED
    assert not list((tmp_path / "export").iterdir())


def test_an_export_goes_into_a_folder_of_its_own(tmp_path: Path) -> None:
    ledger = written(tmp_path / "witness", 20, 10)
    (tmp_path / "export").mkdir()
    (tmp_path / "export/notes.txt").write_text("mine")
    with pytest.raises(GatewayFault, match="not empty"):
        export_journal(ledger.store, tmp_path / "export", key=KEY, now=START)
    with pytest.raises(GatewayFault, match="cannot be written"):
        export_journal(ledger.store, tmp_path / "export/notes.txt/x", key=KEY, now=START)
