"""Verifying an export, file by file and entry by entry, with nothing but the folder and, better, a witness.

Every file is covered twice: by its line in MANIFEST, and by what it holds (entries and tiles by the signed root, notes by
their signatures, the texts word for word). Where the contents hold and only a line disagrees, the manifest was altered.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from gateway.audit import export
from gateway.audit.export_readme import README
from gateway.audit.exported import Exported, read_line
from gateway.audit.finding import Finding, Findings, What
from gateway.audit.inventory import Inventory
from gateway.audit.note import VerifierKey
from gateway.audit.ports import Witness
from gateway.audit.report import Report, could_not_check
from gateway.audit.tile_check import Tiles
from gateway.audit.verify import verify
from gateway.vocabulary.outcome import GatewayFault, Text

NO_EXPORT: Final = Text(
    ja="監査ログの書き出しフォルダーではありません（MANIFEST、checkpoint、vkey のどれもありません）",
    en="this is no export of a journal: it has neither MANIFEST nor checkpoint nor vkey",
)
NO_KEY: Final = Text(ja="照合に使う検証鍵がありません", en="there is no verifier key to check against")


def verify_export(
    directory: Path, *, now: datetime, key: VerifierKey | None = None, witness: Witness | None = None
) -> Report:
    """Verify an exported folder. Raises GatewayFault if it cannot be read.

    Believed is `key`; without one the witness's; without that the folder's own, which an attacker with the signing key
    may have replaced: so show `Report.key` to the person who has the right one.
    """
    trusted = key if key is not None or witness is None else witness.key()
    exported = Exported(directory, trusted)
    if not any(exported.file(name) for name in (export.MANIFEST, export.CHECKPOINT, export.VKEY)):
        return could_not_check(now, (), NO_EXPORT)
    try:
        inventory = Inventory(directory, export.MANIFEST, exported.parts())
    except OSError as broken:
        raise GatewayFault(f"the export cannot be read: {broken}") from broken
    if exported.key is None:
        return _with_files(could_not_check(now, tuple(_own_key(exported)), NO_KEY), inventory)
    contents = Findings()
    for finding in _texts(exported, exported.key):
        contents.add(finding)
    report = verify(
        exported, key=exported.key, now=now, witness=witness, tiles=exported.tiles, kind=Tiles.EXPORT, findings=contents
    )
    return _with_files(report, inventory)


def _with_files(report: Report, inventory: Inventory) -> Report:
    """The report with what is wrong about the files, each named once."""
    hold = not report.findings and report.checkpoints > 0
    named = {finding.place for finding in report.findings}
    # The unsigned tail is held by nothing but its line in the manifest.
    files = inventory.findings(trusted=lambda path: hold and path != export.TAIL)
    return replace(report, findings=report.findings + tuple(one for one in files if one.place not in named))


def _texts(exported: Exported, key: VerifierKey) -> Iterator[Finding]:
    """The files that are known word for word. Missing ones are the inventory's to name."""
    if exported.own_key is not None and not key.continues(exported.own_key):
        yield Finding(what=What.KEY, place=export.VKEY, expected=str(key), found=str(exported.own_key))
    else:
        yield from _own_key(exported)
    if exported.file(export.README_FILE) not in (None, README.encode()):
        yield Finding(what=What.FILE_ALTERED, place=export.README_FILE)
    yield from _checkpoint_files(exported)


def _own_key(exported: Exported) -> Iterator[Finding]:
    """`vkey` holds one key in its one spelling."""
    if exported.file(export.VKEY) not in (None, f"{exported.own_key}\n".encode()):
        yield Finding(what=What.FILE_ALTERED, place=export.VKEY)


def _checkpoint_files(exported: Exported) -> Iterator[Finding]:
    """`checkpoints` holds canonical lines by ascending size, the last of them being `checkpoint`."""
    size, note, sound = -1, b"", True
    for line in exported.checkpoint_lines():
        row = read_line(line)
        sound = sound and row.size > size and bool(row.root) and export.checkpoint_line(row) + b"\n" == line
        size, note = row.size, row.note
    if not sound:
        yield Finding(what=What.FILE_ALTERED, place=export.CHECKPOINTS)
    head = exported.file(export.CHECKPOINT)
    if head not in (None, note):
        yield Finding(what=What.FILE_ALTERED, place=export.CHECKPOINT)
