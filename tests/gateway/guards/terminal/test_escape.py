import gc
import hashlib
import random
import tracemalloc
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.guards.stage import Finding, Weight
from gateway.guards.terminal import TerminalEscape, escape
from gateway.guards.terminal.borders import STRICT
from gateway.guards.terminal.grammar import Tokenizer
from gateway.vocabulary.target import Encoding
from tests.gateway.guards.terminal.streams import pieces, streams
from tests.gateway.guards.terminal.strict import forms

encodings = st.sampled_from(Encoding)


def shown(chunks: bytes | Iterable[bytes], encoding: Encoding = Encoding.UTF_8) -> tuple[bytes, tuple[Finding, ...]]:
    """All of a stream."""
    stage = TerminalEscape(encoding)
    passed = [stage.feed(chunk) for chunk in ([chunks] if isinstance(chunks, bytes) else chunks)]
    passed += [stage.idle(), stage.close()]
    return b"".join(one.data for one in passed), tuple(finding for one in passed for finding in one.findings)


def kinds(findings: Iterable[Finding]) -> list[tuple[str, Weight]]:
    return [(finding.kind, finding.weight) for finding in findings]


@given(pieces(), encodings)
@settings(max_examples=400)
def test_R03_the_same_bytes_and_findings_wherever_the_stream_is_cut(stream, encoding):
    whole, parts = stream
    assert shown(parts, encoding) == shown(whole, encoding)


@given(streams, encodings)
@settings(max_examples=400)
def test_R03_only_forms_of_the_manuals_reach_the_terminal(stream, encoding):
    forms(shown(stream, encoding)[0])


@given(streams, encodings)
@settings(max_examples=300)
def test_what_passed_once_passes_again_unchanged(stream, encoding):
    once, _ = shown(stream, encoding)
    assert shown(once) == (once, ())


@given(streams, encodings)
@settings(max_examples=300)
def test_the_fast_ways_give_what_the_slow_one_gives(stream, encoding):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(escape, "_only_paints", lambda _: False)
        patch.setattr(escape, "Tokenizer", lambda: Tokenizer(STRICT))
        slow = shown(stream, encoding)
    assert shown(stream, encoding) == slow


def test_clean_text_passes_as_the_very_object_that_came():
    stage = TerminalEscape(Encoding.UTF_8)
    for chunk in (b"plain\r\n", "受付\t番号\b".encode(), b"\x1b[01;31m\x1b[Kred\x1b[m\x1b[38;5;7m\x1b[2;3H"):
        assert stage.feed(chunk).data is chunk


@pytest.mark.parametrize(
    ("came", "goes"),
    [
        (b"a\x9b31mb", "a\ufffdb".encode()),
        (b"a\xc2\x9b31mb", b"a\x1b[31mb"),
        (b"a\xc2\x85b", b"a\x1bEb"),
        (b"\x1b[1\r2\x0034\x7fC", b"\r\x1b[1234C"),
        (b"\x1b[123456789A\x1b[1234567890b\x1b[00000000003B", b"\x1b[9999A\x1b[1000b\x1b[3B"),
        (b"\x1b[?1049;2031;25h", b"\x1b[?1049;25h"),
        (b"\x1b[1\x1b[2Jx", b"\x1b[2Jx"),
        (b"\x1b[1\x18x\x1b[1\x1ay\x1b\x18z", b"xyz"),
        ("\x1b[あ\x1bい".encode(), "あい".encode()),
        (b"\x1b[\\x", b"x"),
        (b"\x1b(0qq\x1b(B\x1b)0\x0eq\x0f", b"\x1b(0qq\x1b(B\x1b)0\x0eq\x0f"),
        (b"\x1b$Bx\x1b(Jx\x1b%@x\x1b*0x\x1b-Ax\x1bnx\x1bNx\x1b/Bx", b"xxxxxxxx"),
        (b"\x00a\x7fb\x05c\x18d", b"abcd"),
        (b"\x1b]Rx\x1b]P0a1b2c3y\x1b]P0;t\x07z", b"xyz"),
        (b"\x1bktitle\x1b\\a\x1bkno end\r\nb", b"a\r\nb"),
        (b"a\x1b\x0cb\x1bZc\x1b#8d\x1b Fe", b"abcde"),
        ("左\u202e右\u200b".encode(), "左\u202e右\u200b".encode()),  # paint, however odd: it is recorded as it is seen
    ],
)
def test_what_paints_is_kept_in_one_spelling(came, goes):
    assert shown(came)[0] == goes


@pytest.mark.parametrize(
    "broken",
    [
        b"\xc0\x9b", b"\xe0\x80\x9b", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\x80", b"\x9a", b"\xff", b"\xf4\x90\x80\x80",
        b"\xe3\x81",
    ],
)  # fmt: skip
def test_what_is_no_utf_8_is_painted_as_such_and_swallows_nothing(broken):
    data, findings = shown(b"a" + broken + b"\r\n\x1b[1mb")
    assert data == b"a" + "\ufffd".encode() * len(broken) + b"\r\n\x1b[1mb"
    assert findings == ()


def test_a_finding_measures_what_was_withheld_and_keeps_none_of_it():
    _, (finding,) = shown(b"\x1b]52;c;c2VjcmV0\x07")
    assert finding == Finding("clipboard", 15, hashlib.sha256(b"\x1b]52;c;c2VjcmV0").hexdigest(), Weight.NOTED)


def test_an_incomplete_character_waits_and_is_painted_at_the_end():
    stage = TerminalEscape(Encoding.UTF_8)
    assert stage.feed(b"a\xe3\x81").data == b"a"
    assert stage.holds
    assert stage.idle().data == b""
    assert stage.feed(b"\x82").data == "あ".encode()
    assert not stage.holds
    stage.feed(b"\xe3")
    assert stage.close().data == "\ufffd".encode()


def test_closing_twice_tells_once():
    stage = TerminalEscape(Encoding.UTF_8)
    assert stage.feed(b"\x1b[5i\x1b]52;c;x\xe3").findings == ()
    assert kinds(stage.close().findings) == [("clipboard", Weight.NOTED), ("print", Weight.NOTED)]
    assert stage.close() == stage.idle()


def test_a_string_without_an_end_holds_no_more_than_its_head():
    stage = TerminalEscape(Encoding.UTF_8)
    stage.feed(b"\x1b]52;c;")
    block = b"QUJD" * 16_384
    gc.collect()
    tracemalloc.start()
    for _ in range(64):  # 4 MB
        assert stage.feed(block).data == b""
    current, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert current < 20_000
    assert peak < 8 * len(block)
    assert [finding.size_bytes for finding in stage.close().findings] == [7 + 64 * len(block)]


def test_a_sequence_without_an_end_is_bounded_too():
    data, findings = shown(b"\x1b[" + b"1;" * 500_000 + b"mx\x1b" + b" " * 100_000 + b"Fy")
    assert data == b"xy"
    assert kinds(findings) == [("broken", Weight.COUNTED)] * 2


def test_text_in_another_encoding_hides_at_most_the_rest_of_a_line():
    text = "電話の記録 acd=12\n本人確認 acd=13\r\n".encode("cp932") * 20 + b"$ "
    data, findings = shown(text)
    assert data.count(b"\n") == 40
    assert data.endswith(b"$ ")
    assert set(kinds(findings)) == {("mojibake", Weight.COUNTED)}


_OPENERS = [b"\x1b[", b"\x1b[", b"\x1b[?", b"\x1b[>", b"\x9b", b"\xc2\x9b", b"\x1b]", b"\x1bP", b"\x1b_", b"\x1b"]


def _random_sequences(chance: random.Random, count: int) -> bytes:
    made = []
    for _ in range(count):
        numbers = ";".join(str(chance.randrange(10 ** chance.randrange(1, 10))) for _ in range(chance.randrange(6)))
        made.append(chance.choice(_OPENERS) + numbers.encode())
        made.append(chance.choice([b"", b"", b" ", b"$", b"!"]) + bytes([chance.randrange(0x20, 0x7F)]))
        made.append(chance.choice([b"", b"x", b"\r\n", b"\x07", b"\x1b\\", b"\x18", "受".encode(), b"\x1b[4i"]))
    return b"".join(made)


def _fed(count: int) -> int:
    """Bytes of memory gained by the second half of `count` sequences, in 16 K pieces of one stage."""
    stage, chance, began = TerminalEscape(Encoding.UTF_8), random.Random(5), 0
    tracemalloc.start()
    for turn in range(count // 1000):
        if turn == count // 2000:
            gc.collect()
            began = tracemalloc.get_traced_memory()[0]
        stream = _random_sequences(chance, 1000)
        for start in range(0, len(stream), 16_384):
            passed = stage.feed(stream[start : start + 16_384])
            if turn % 10 == 0:
                forms(passed.data)
    stage.close()
    gc.collect()
    gained = tracemalloc.get_traced_memory()[0] - began
    tracemalloc.stop()
    return gained


def test_R03_random_sequences_neither_break_nor_grow_it():
    assert _fed(20_000) < 200_000


@pytest.mark.long
@pytest.mark.timeout(900)
def test_R03_a_million_random_sequences_neither_break_nor_grow_it():
    assert _fed(1_000_000) < 200_000
