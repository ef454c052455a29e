"""Anchors: roots somebody signed or kept, in order of size, each checked by itself before the journal is held against it.

One that fails its own check is a finding and is held against nothing. A journal may grow while it is verified: `Limits`
are taken before the first row is read, and what was signed later is left out, so growth is never taken for a cut tail.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from gateway.audit.checkpoint import read_checkpoint, verified, write_checkpoint
from gateway.audit.finding import Finding, Findings, What, shown
from gateway.audit.note import NoteMalformed, VerifierKey, read_note, write_note
from gateway.audit.ports import JournalSource, KeptCheckpoint, Witness, Witnessed
from gateway.crypto.signing import SIGNATURE_BYTES

_Row = TypeVar("_Row")


class Holder(StrEnum):
    """Who kept the root."""

    OPERATOR = "checkpoint"
    WITNESS = "witness"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """At `size` entries the root was `root`. `place` names the checkpoint or file, `day` when a witness received it."""

    size: int
    root: bytes
    holder: Holder
    place: str
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The greatest sizes signed and witnessed when the verification began."""

    signed: int
    witnessed: int


def limits_of(source: JournalSource, witness: Witness | None) -> Limits:
    """What there is now, by the texts alone: signatures are checked later."""
    size = 0
    for row in source.checkpoints():
        try:
            size = max(size, read_checkpoint(read_note(row.note).text).size)
        except NoteMalformed:
            continue  # the anchors name it
    return Limits(signed=size, witnessed=0 if witness is None else witness.last_size())


class Anchors:
    """All anchors of both holders by size, taken one after another as the tree reaches them."""

    def __init__(
        self, source: JournalSource, witness: Witness | None, key: VerifierKey, limits: Limits, findings: Findings
    ) -> None:
        self._findings = findings
        self._limits = limits
        self._key = key
        kept = _checked(source.checkpoints(), self._of_operator)
        held = iter(()) if witness is None else _checked(witness.held(), self._of_witness)
        self._merged = heapq.merge(kept, held, key=lambda anchor: anchor.size)
        self._next = next(self._merged, None)

    @property
    def next_size(self) -> int:
        """Size of the next anchor; -1 when there is none left."""
        return -1 if self._next is None else self._next.size

    def take_up_to(self, size: int) -> Iterator[Anchor]:
        """The anchors up to `size`, each once."""
        while self._next is not None and self._next.size <= size:
            anchor, self._next = self._next, next(self._merged, None)
            yield anchor

    def rest(self) -> Iterator[Anchor]:
        """The anchors beyond the journal's end."""
        while self._next is not None:
            yield from self.take_up_to(self._next.size)

    def _of_operator(self, row: KeptCheckpoint) -> Anchor | None:
        place = f"checkpoint {row.size}"
        try:
            signed = verified(row.note, self._key)
        except NoteMalformed as wrong:
            self._findings.add(Finding(what=What.SIGNATURE, place=place, found=shown(wrong)))
            return None
        # There is one spelling of a note, so more bytes than ours are more signatures than ours.
        if len(row.note) != len(write_note(write_checkpoint(signed), self._key, bytes(SIGNATURE_BYTES))):
            self._findings.add(Finding(what=What.SIGNATURE, place=place, found="more than the one signature"))
        for column, said, found in (("size", signed.size, row.size), ("root", signed.root, row.root)):
            if said != found:
                self._findings.add(
                    Finding(
                        what=What.SIGNATURE, place=f"{place}, column {column}", expected=shown(said), found=shown(found)
                    )
                )
        if signed.size > self._limits.signed:
            return None
        return Anchor(size=signed.size, root=signed.root, holder=Holder.OPERATOR, place=place)

    def _of_witness(self, held: Witnessed) -> Anchor | None:
        if held.size > self._limits.witnessed:
            return None
        try:
            signed = verified(held.note, self._key)
        except NoteMalformed as wrong:
            self._findings.add(Finding(what=What.WITNESS_FILE, place=held.file, day=held.day, found=shown(wrong)))
            return None
        if signed.size != held.size:
            self._findings.add(
                Finding(what=What.WITNESS_FILE, place=held.file, expected=str(held.size), found=str(signed.size))
            )
            return None
        return Anchor(size=signed.size, root=signed.root, holder=Holder.WITNESS, place=held.file, day=held.day)


def _checked(rows: Iterator[_Row], check: Callable[[_Row], Anchor | None]) -> Iterator[Anchor]:
    return (anchor for row in rows if (anchor := check(row)) is not None)
