"""Verification: one pass over a journal, in flat memory, against everything that speaks for it.

The walk re-derives every column and names every row that is wrong; the tree is grown from its leaves and compared with
each checkpoint, each file of a witness and each tile as it reaches their size. What could not be compared is said.
"""

from datetime import datetime
from typing import Final

from gateway.audit.anchors import Anchor, Anchors, Holder, limits_of
from gateway.audit.finding import Finding, Findings, What, shown
from gateway.audit.note import VerifierKey
from gateway.audit.ports import EVERY_ROW, JournalSource, TileStore, Witness
from gateway.audit.report import Report, Tail, WitnessAgreement
from gateway.audit.tile_check import TileCheck, Tiles
from gateway.audit.tiling import Tiling
from gateway.audit.walk import Walk
from gateway.vocabulary.clock import moment_of
from gateway.vocabulary.outcome import Text

NOTHING_SIGNED: Final = Text(
    ja="記録を保証する署名付きチェックポイントがありません", en="no signed checkpoint covers any entry"
)
NOTHING_WITNESSED: Final = Text(ja="立会人の控えが一つもありません", en="the witness holds no checkpoint")


def verify(
    source: JournalSource,
    *,
    key: VerifierKey,
    now: datetime,
    witness: Witness | None = None,
    tiles: TileStore | None = None,
    kind: Tiles = Tiles.WRITER,
    findings: Findings | None = None,
) -> Report:
    """Verify a journal against `key`'s checkpoints, its tiles and a witness. Raises GatewayFault if it cannot be read.

    `findings` already made about the same journal (files of an export) join the report.
    """
    findings = Findings() if findings is None else findings
    witness_key = None if witness is None else witness.key()
    if witness_key is not None and not key.continues(witness_key):
        findings.add(Finding(what=What.KEY, place="witness", expected=str(witness_key), found=str(key)))
    limits = limits_of(source, witness)
    check = TileCheck(tiles, limits.signed, kind, findings)
    anchors = Anchors(source, witness, key, limits, findings)
    return _Verification(source, check, anchors, findings).report(key, now, witness)


class _Verification:
    """One run: the walk, the tree, the anchors, and how far they agree."""

    def __init__(self, source: JournalSource, tiles: TileCheck, anchors: Anchors, findings: Findings) -> None:
        self._source = source
        self._tiles = tiles
        self._anchors = anchors
        self._findings = findings
        self._walk = Walk(source.read(EVERY_ROW, None), tiles.known, findings)
        self._tiling = Tiling()
        self._lost = False
        self._compared = dict.fromkeys(Holder, 0)
        self._agreed = dict.fromkeys(Holder, 0)
        self._last_agreed: dict[Holder, Anchor | None] = dict.fromkeys(Holder)
        self._signed_size = 0
        self._tail_since: str | None = None

    def report(self, key: VerifierKey, now: datetime, witness: Witness | None) -> Report:
        """Run, and say what came of it."""
        self._run()
        unchecked = [] if self._agreed[Holder.OPERATOR] else [NOTHING_SIGNED]
        if witness is not None and not self._compared[Holder.WITNESS]:
            unchecked.append(NOTHING_WITNESSED)
        return Report(
            key=str(key),
            checked_at=now,
            entries=self._walk.rows,
            size=self._walk.expected,
            root=None if self._lost else self._tiling.tree.root(),
            checkpoints=self._agreed[Holder.OPERATOR],
            last_checkpoint=self._signed_size,
            tail=self._tail(now),
            witness=None if witness is None else self._agreement(),
            findings=self._findings.in_order(),
            left_out=self._findings.left_out,
            unchecked=tuple(unchecked),
        )

    def _run(self) -> None:
        self._meet(0)
        tiling, anchors, size = self._tiling, self._anchors, 0
        for leaf in self._walk.leaves():
            if self._lost:
                continue
            if leaf is None:
                self._lost = True
                continue
            for tile, data in tiling.append(leaf):
                self._tiles.compare(tile, data)
            size += 1
            if size == anchors.next_size:
                self._meet(size)
        self._beyond()
        if self._agreed[Holder.OPERATOR] == self._compared[Holder.OPERATOR]:
            self._tiles.rows_agree()

    def _meet(self, size: int) -> None:
        """Compare the tree with the anchors at this size."""
        for anchor in self._anchors.take_up_to(size):
            if anchor.size != size:
                continue  # its own size column was wrong, which is a finding already
            if anchor.holder is Holder.OPERATOR:
                self._tail_starts(anchor)
            if size == self._tiles.size:
                for tile, data in self._tiling.partial():
                    self._tiles.compare(tile, data)
            self._compare(anchor)

    def _compare(self, anchor: Anchor) -> None:
        self._compared[anchor.holder] += 1
        if self._tiling.tree.root() == anchor.root:
            self._agreed[anchor.holder] += 1
            self._last_agreed[anchor.holder] = anchor
            if anchor.holder is Holder.OPERATOR:
                self._tiles.rows_agree()
        elif self._compared[anchor.holder] == self._agreed[anchor.holder] + 1:
            self._disagrees(anchor)  # the first; every later one disagrees for the same reason

    def _disagrees(self, anchor: Anchor) -> None:
        last_agreed = self._last_agreed[anchor.holder]
        start = 0 if last_agreed is None else last_agreed.size
        if anchor.holder is Holder.WITNESS:
            what, seq = What.WITNESS, None
        else:
            rows = self._source.read(start, anchor.size)
            what, seq = What.TREE, self._tiles.first_difference(rows, anchor.size, anchor.root)
            self._tiles.rows_differ()
        self._findings.add(
            Finding(
                what=what if seq is None else What.CHANGED,
                seq=start if seq is None else seq,
                last=anchor.size - 1 if seq is None else None,
                place=anchor.place,
                day=anchor.day,
                expected=shown(anchor.root),
                found=shown(self._tiling.tree.root()),
            )
        )

    def _beyond(self) -> None:
        """Anchors the tree never reached: beyond the end the tail was cut, before it the tree had been lost."""
        furthest: dict[Holder, Anchor] = {}
        for anchor in self._anchors.rest():
            if anchor.size > self._walk.expected:
                furthest[anchor.holder] = anchor
            elif anchor.holder is Holder.OPERATOR:
                self._tail_starts(anchor)
        for anchor in furthest.values():
            self._findings.add(
                Finding(
                    what=What.TAIL_CUT,
                    seq=self._walk.expected,
                    last=anchor.size - 1,
                    place=anchor.place,
                    day=anchor.day,
                )
            )
            self._compared[anchor.holder] += 1

    def _tail_starts(self, anchor: Anchor) -> None:
        self._signed_size = anchor.size
        self._tail_since = self._walk.frontier_at

    def _tail(self, now: datetime) -> Tail:
        count = self._walk.expected - self._signed_size
        try:
            since = None if self._tail_since is None or not count else moment_of(self._tail_since)
        except ValueError:
            since = None  # the column was edited, which is a finding already
        return Tail(count=count, age_seconds=None if since is None else (now - since).total_seconds())

    def _agreement(self) -> WitnessAgreement:
        last = self._last_agreed[Holder.WITNESS]
        return WitnessAgreement(
            compared=self._compared[Holder.WITNESS],
            agreed=self._agreed[Holder.WITNESS],
            agreed_size=0 if last is None else last.size,
            agreed_day="" if last is None else last.day,
            agreed_file="" if last is None else last.place,
        )
