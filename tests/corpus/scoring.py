"""How well sights fit labels. Recall: a label counts where at least 85 % of its characters are masked, by whatever kind.

Precision: a sight is right where at least half of it is some label's, of any kind: masked under another name is masked.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from gateway.guards.detect import Context, Detector, Kind, Sight
from tests.corpus.documents import Doc
from tests.corpus.screens import readings

KINDS = {
    "name": Kind.NAME,
    "kana": Kind.KANA,
    "phone": Kind.PHONE,
    "email": Kind.MAIL,
    "postal": Kind.POSTAL,
    "address": Kind.ADDRESS,
    "birth": Kind.BIRTH,
    "card": Kind.CARD,
    "mynumber": Kind.MY_NUMBER,
    "bank": Kind.BANK,
    "ip": Kind.SUBSCRIBER_IP,
    "lineid": Kind.LINE_ID,
}
ENOUGH = 0.85


@dataclass
class Score:
    """By kind: labels, those masked, sights, those that are right; and the values that were missed or wrong."""

    labels: Counter[Kind] = field(default_factory=Counter)
    masked: Counter[Kind] = field(default_factory=Counter)
    sights: Counter[Kind] = field(default_factory=Counter)
    right: Counter[Kind] = field(default_factory=Counter)
    missed: list[tuple[str, Kind, str]] = field(default_factory=list)
    wrong: list[tuple[str, Kind, str]] = field(default_factory=list)

    def recall(self, kind: Kind) -> float:
        return self.masked[kind] / self.labels[kind] if self.labels[kind] else 1.0

    def precision(self, kind: Kind) -> float:
        return self.right[kind] / self.sights[kind] if self.sights[kind] else 1.0


def sights_of(doc: Doc, detector: Detector) -> list[tuple[Sight, str]]:
    """All sights of a document, places in its bytes, with their text."""
    found, context = [], Context()
    for piece in readings(doc):
        context = context.broken()
        seen, context = detector.read(piece.text, context)
        for one in seen:
            text = piece.text[one.start : one.end]
            found.append((one._replace(start=piece.places[one.start], end=piece.places[one.end]), text))
    return found


def score(docs: Iterable[Doc], detector: Detector | None = None) -> Score:
    """Of labelled documents."""
    total, detector = Score(), detector or Detector()
    for doc in docs:
        found = sights_of(doc, detector)
        covered = bytearray(len(doc.data))
        for one, _ in found:
            covered[one.start : one.end] = b"\1" * (one.end - one.start)
        theirs = bytearray(len(doc.data))
        for label in doc.labels:
            kind = KINDS[label.kind]
            theirs[label.start : label.end] = b"\1" * (label.end - label.start)
            total.labels[kind] += 1
            if sum(covered[label.start : label.end]) >= ENOUGH * (label.end - label.start):
                total.masked[kind] += 1
            else:
                total.missed.append((doc.name, kind, label.value))
        for one, text in found:
            total.sights[one.kind] += 1
            if 2 * sum(theirs[one.start : one.end]) >= one.end - one.start:
                total.right[one.kind] += 1
            else:
                total.wrong.append((doc.name, one.kind, text))
    return total
