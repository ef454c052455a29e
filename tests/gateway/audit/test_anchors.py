"""Anchors come by size, each checked by itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from gateway.audit.anchors import Anchors, Holder, Limits, limits_of
from gateway.audit.finding import Findings, What
from gateway.audit.witness import FolderWitness
from tests.gateway.audit.ledger import KEY, Ledger, written


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return written(tmp_path / "witness", 50, 10)


def test_anchors_of_both_holders_come_by_size(ledger: Ledger) -> None:
    findings = Findings()
    witness = FolderWitness(ledger.witness)
    limits = limits_of(ledger.store, witness)
    assert limits == Limits(signed=50, witnessed=50)
    anchors = Anchors(ledger.store, witness, KEY, limits, findings)
    assert anchors.next_size == 10
    first = list(anchors.take_up_to(20))
    assert [(one.size, one.holder) for one in first] == [
        (10, Holder.OPERATOR), (10, Holder.WITNESS), (20, Holder.OPERATOR), (20, Holder.WITNESS),
    ]  # fmt: skip
    assert first[1].day == first[1].place[22:32]
    assert [one.size for one in anchors.rest()] == [30, 30, 40, 40, 50, 50]
    assert anchors.next_size == -1
    assert findings.kept == []


def test_an_anchor_that_fails_its_own_check_is_a_finding_and_no_anchor(ledger: Ledger) -> None:
    ledger.store.signed[1] = replace(ledger.store.signed[1], note=b"nonsense")
    findings = Findings()
    anchors = Anchors(ledger.store, None, KEY, limits_of(ledger.store, None), findings)
    assert [one.size for one in anchors.rest()] == [10, 30, 40, 50]
    assert [(one.what, one.place) for one in findings.kept] == [(What.SIGNATURE, "checkpoint 20")]


def test_what_was_signed_after_the_beginning_is_left_out(ledger: Ledger) -> None:
    findings = Findings()
    limits = Limits(signed=30, witnessed=20)
    anchors = Anchors(ledger.store, FolderWitness(ledger.witness), KEY, limits, findings)
    assert [one.size for one in anchors.rest()] == [10, 10, 20, 20, 30]
    assert findings.kept == []
