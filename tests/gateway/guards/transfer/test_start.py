import re

from gateway.guards.transfer.start import Start, spans_of

START = Start(kind="transfer.x", clues=((b"b", b"ab"), (b"z",)), reach=4, spans=spans_of(re.compile(rb"ab?c|z")))


def test_a_stream_without_a_clue_is_not_looked_through():
    asked: list[bytes] = []
    start = Start(kind="x", clues=((b"b", b"ab"),), reach=1, spans=lambda window: iter(asked.append(window) or ()))
    assert start.find(b"a b", 0) is None
    assert asked == []
    start.find(b"xab", 0)
    assert asked == [b"xab"]


def test_one_whole_clue_is_enough_to_look():
    assert START.find(b"..z", 0) == (2, 3)
    assert START.find(b".abc", 0) == (1, 4)


def test_only_what_ends_after_the_bytes_that_were_seen_before_counts():
    assert START.find(b"abc...", 2) == (0, 3)
    assert START.find(b"abc...", 3) is None
    assert START.find(b"abc.abc", 3) == (4, 7)
