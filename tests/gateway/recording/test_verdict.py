"""Words for what is wrong."""

from gateway.recording.seal import SealState
from gateway.recording.verdict import TEXTS, Finding, Flaw, Verdict


def test_every_flaw_has_its_words() -> None:
    assert set(TEXTS) == set(Flaw)
    assert all(text.en.isascii() and not text.ja.isascii() for text in TEXTS.values())


def test_the_chunk_is_named_in_both_languages() -> None:
    text = Finding(flaw=Flaw.CHUNK_REMOVED, chunk=17, detail="to 19").text()
    assert "#17" in text.ja
    assert text.en == "the chunk was removed #17 (to 19)"


def test_only_a_sealed_recording_without_a_flaw_holds() -> None:
    flaw = (Finding(flaw=Flaw.MISSING),)
    assert Verdict(findings=(), state=SealState.INTERRUPTED).holds
    assert not Verdict(findings=flaw, state=SealState.SEALED).holds
    assert not Verdict(findings=()).holds
    assert Verdict(findings=()).unsealed
    assert not Verdict(findings=flaw).unsealed
