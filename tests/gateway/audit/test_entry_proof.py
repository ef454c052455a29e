"""The proof of one entry stands alone."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.canonical import canonical
from gateway.audit.checkpoint import Checkpoint, write_checkpoint
from gateway.audit.entry_proof import prove, verify_proof
from gateway.audit.export import export_journal
from gateway.audit.exported import Exported
from gateway.audit.note import VerifierKey, write_note
from gateway.audit.report import Outcome
from gateway.crypto import signing
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.audit.ledger import KEY, SEED, START, Ledger, written


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return written(tmp_path_factory.mktemp("witness"), 300, 100)


def proof_of(ledger: Ledger, seq: int, number: int = -1) -> bytes:
    return prove(ledger.store.rows[seq], ledger.store.signed[number], ledger.tiles, KEY)


@pytest.mark.parametrize("seq", [0, 1, 99, 255, 256, 299])
def test_R44_an_entry_is_proven_by_its_document_alone(ledger: Ledger, seq: int) -> None:
    document = proof_of(ledger, seq)
    for key in (KEY, None):
        verdict = verify_proof(document, key=key)
        assert verdict.outcome is Outcome.HOLDS
        assert verdict.entry == ledger.store.rows[seq]
        assert (verdict.size, verdict.key) == (300, str(KEY))
        assert verdict.as_data()["seq"] == seq
    assert canonical(json.loads(document)) + b"\n" == document
    assert json.loads(document)["entry"].encode() == ledger.store.rows[seq].body


def test_R44_the_tlog_proof_is_as_c2sp_says(ledger: Ledger) -> None:
    lines = json.loads(proof_of(ledger, 5))["tlog_proof"].split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 5"]
    blank = lines.index("")
    assert all(len(base64.b64decode(line)) == 32 for line in lines[2:blank])
    assert blank - 2 == 9  # leaf 5 of 300: 8 levels within the first 256, and the 44 beside them
    assert "\n".join(lines[blank + 1 :]).encode() == ledger.store.signed[-1].note


def test_R44_an_older_checkpoint_proves_what_it_covers(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="not covered"):
        proof_of(ledger, 100, 0)
    with pytest.raises(ValueError, match="not covered"):
        proof_of(ledger, 300)


def test_R54_an_entry_of_an_export_is_proven(ledger: Ledger, tmp_path: Path) -> None:
    export_journal(ledger.store, tmp_path / "export", key=KEY, now=START)
    exported = Exported(tmp_path / "export", KEY)
    entry = next(exported.read(150, 151))
    assert prove(entry, ledger.store.signed[-1], exported.tiles, KEY) == proof_of(ledger, 150)


def _with(document: bytes, **changed: Any) -> bytes:
    return json.dumps(json.loads(document) | changed).encode()


def test_R44_whatever_is_altered_proves_nothing(ledger: Ledger) -> None:
    document, other = proof_of(ledger, 150), json.loads(proof_of(ledger, 151))
    whole = json.loads(document)
    for changed in (
        _with(document, entry=other["entry"]),
        _with(document, tlog_proof=other["tlog_proof"]),
        _with(document, entry=whole["entry"].replace("T-1", "T-2")),
        _with(document, entry="{}"),
        _with(document, tlog_proof=whole["tlog_proof"].replace("index 150", "index 151")),
        _with(document, tlog_proof=whole["tlog_proof"].replace("\n300\n", "\n301\n")),
        _with(document, vkey=str(VerifierKey(name=KEY.name, public=signing.public_of(signing.new_signing_key())))),
    ):
        assert verify_proof(changed).outcome is Outcome.DOES_NOT_HOLD
        assert verify_proof(changed).entry is None
    assert verify_proof(_with(document, format="sekisho-entry-proof/2")).outcome is Outcome.COULD_NOT_BE_CHECKED
    foreign = VerifierKey(name=KEY.name, public=signing.public_of(signing.new_signing_key()))
    assert verify_proof(document, key=foreign).outcome is Outcome.DOES_NOT_HOLD


def test_R44_a_broken_journal_gives_no_proof(ledger: Ledger) -> None:
    damaged = ledger.copy()
    damaged.store.edit(150, body=ledger.store.rows[151].body)
    with pytest.raises(GatewayFault, match="cannot be proven"):
        proof_of(damaged, 150)
    del damaged.tiles["tile/0/001.p/44"]
    with pytest.raises(GatewayFault, match="tiles are damaged"):
        proof_of(damaged, 149)


def test_R44_an_entry_that_lies_about_its_place_proves_nothing(ledger: Ledger) -> None:
    """Even signed: the tree of one leaf whose body says it is entry 5."""
    lies = ledger.store.rows[5]
    text = write_checkpoint(Checkpoint(origin=KEY.name, size=1, root=lies.hash))
    tlog = "c2sp.org/tlog-proof@v1\nindex 0\n\n" + write_note(text, KEY, signing.sign(SEED, text)).decode()
    document = _with(proof_of(ledger, 5), tlog_proof=tlog)
    assert verify_proof(document).outcome is Outcome.DOES_NOT_HOLD
    honest = ledger.store.rows[0]
    text = write_checkpoint(Checkpoint(origin=KEY.name, size=1, root=honest.hash))
    tlog = "c2sp.org/tlog-proof@v1\nindex 0\n\n" + write_note(text, KEY, signing.sign(SEED, text)).decode()
    assert verify_proof(_with(document, entry=honest.body.decode(), tlog_proof=tlog)).outcome is Outcome.HOLDS


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_no_proof(data: bytes) -> None:
    assert verify_proof(data).outcome is Outcome.COULD_NOT_BE_CHECKED


@given(
    st.fixed_dictionaries(
        {"entry": st.text(), "format": st.text(), "tlog_proof": st.text(), "vkey": st.just(str(KEY)) | st.text()}
    )
)
def test_arbitrary_documents_are_no_proof(document: dict[str, str]) -> None:
    for kind in (document["format"], "sekisho-entry-proof/1"):
        data = json.dumps(document | {"format": kind}).encode()
        assert verify_proof(data).outcome is Outcome.COULD_NOT_BE_CHECKED
