import hashlib
import tracemalloc
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.stage import Finding, Weight
from gateway.guards.typed import Meter, TypedLimits
from tests.gateway.guards.typed.feeding import bytewise, cut, fed

SCRIPT = b"#!/bin/sh\r" + b"echo hello\r" * 10
PROSE = b"the quick brown fox jumps over the lazy dog. " * 20


def noted(findings: list[Finding]) -> list[tuple[str, int]]:
    return [(found.kind, found.size_bytes) for found in findings if found.weight is Weight.NOTED]


@given(st.lists(st.binary(max_size=50), max_size=8))
def test_everything_passes_as_it_is(pieces):
    assert fed(Meter(), pieces, pauses=True)[0] == b"".join(pieces)


def test_what_comes_at_once_is_a_paste_and_what_is_typed_is_none():
    assert noted(fed(Meter(), [PROSE])[1]) == [("paste", len(PROSE))]
    assert noted(fed(Meter(), bytewise(PROSE), pauses=True)[1]) == []
    assert noted(fed(Meter(), bytewise(PROSE))[1]) == [("paste", len(PROSE))]


def test_a_paste_is_told_when_it_is_over_with_its_digest():
    meter = Meter()
    assert meter.feed(PROSE).findings == ()
    assert meter.holds
    assert meter.idle().findings == (Finding("paste", len(PROSE), hashlib.sha256(PROSE).hexdigest()),)
    assert not meter.holds
    assert meter.idle().findings == ()


def test_a_bracketed_paste_is_one_whatever_the_pauses_in_it():
    meter, stream = Meter(), b"\x1b[200~" + PROSE + b"\x1b[201~"
    findings = fed(meter, cut(stream, [100, 300, 500]), pauses=True)[1]
    assert noted(findings) == [("paste", len(PROSE) + 6)]


@given(st.lists(st.integers(0, 1000), max_size=6))
def test_any_split_gives_the_same_findings(places):
    stream = b"ls\r\x1b[200~" + PROSE + b"\x1b[201~\rpython3 -c 'x'\r\x1b[200~" + SCRIPT + b"\x1b[201~"
    assert fed(Meter(), cut(stream, places)) == fed(Meter(), [stream])
    assert fed(Meter(), bytewise(stream)) == fed(Meter(), [stream])


def test_a_pasted_program_is_a_program_and_not_a_paste_too():
    assert noted(fed(Meter(), [SCRIPT * 20])[1]) == [("program", len(SCRIPT * 20))]


def test_a_line_for_an_interpreter_is_a_program_however_slowly_it_was_typed():
    line = b"python3 -c 'print(1)'"
    assert noted(fed(Meter(), bytewise(b"ls\r" + line + b"\rls\r"), pauses=True)[1]) == [("program", len(line))]


def test_a_line_that_came_at_once_is_told_once():
    line = b"python3 -c 'print(1)'\r"
    assert noted(fed(Meter(), [line], pauses=True)[1]) == [("program", len(line))]


def test_what_was_rubbed_out_is_no_program():
    assert noted(fed(Meter(), bytewise(b"python3 -c" + b"\x7f" * 3 + b"x.py\r"), pauses=True)[1]) == []


def test_the_limit_is_the_policys():
    @dataclass(frozen=True)
    class Its:
        paste_bytes: int

    assert noted(fed(Meter(Its(20)), [b"a b c " * 4])[1]) == [("paste", 24)]
    assert noted(fed(Meter(TypedLimits(paste_bytes=25)), [b"a b c " * 4])[1]) == []


def test_the_sum_of_what_was_typed_is_told_once_and_no_digest_of_it():
    meter = Meter()
    meter.feed(b"password\r")
    assert meter.close().findings[-1] == Finding("typed", 9, "", Weight.COUNTED)
    assert meter.close().findings == ()


@pytest.mark.parametrize("piece", [b"x" * 65_536, b"\x1b[200~" + b"y" * 65_530, b"a\r" * 32_768])
def test_memory_is_bounded(piece):
    meter = Meter()
    meter.feed(piece)
    tracemalloc.start()
    for _ in range(8):
        meter.feed(piece)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * 65_536 + 500_000
