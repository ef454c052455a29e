"""Finding what was shown."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.recording.plain_text import PlainText, search
from gateway.recording.terminal_event import Code, TerminalEvent


def said(*pieces: tuple[str, bytes]) -> list[TerminalEvent]:
    return [TerminalEvent(second * 1_000_000, Code(code), data) for second, (code, data) in enumerate(pieces)]


def hits(events: list[TerminalEvent], needle: str, encoding: str = "utf-8") -> list[tuple[int, str]]:
    return [(hit.at_us // 1_000_000, hit.code.value) for hit in search(events, needle, encoding)]


def test_R39_shown_typed_and_marked_text_is_found() -> None:
    events = said(
        ("o", b"total 0\r\n"), ("i", b"cat customers.csv\r"), ("m", "遮断 / cut".encode()), ("o", b"customers.csv")
    )
    assert hits(events, "customers") == [(1, "i"), (3, "o")]
    assert hits(events, "遮断") == [(2, "m")]
    assert hits(events, "") == []


def test_R39_colours_and_chunk_borders_do_not_hide_it() -> None:
    assert hits(said(("o", b"cus\x1b[1;3"), ("o", b"1mtom"), ("o", b"\x1b[0mers")), "customers") == [(2, "o")]
    assert hits(said(("o", b"\x1b]0;customers"), ("o", b" title\x07nothing")), "customers") == []


def test_R39_case_and_width_do_not_matter() -> None:
    assert hits(said(("o", "ＣＵＳＴＯＭＥＲ ｶﾅ".encode())), "customer カナ") == [(0, "o")]
    assert hits(said(("o", "障害対応".encode("euc-jp"))), "障害", "euc-jp") == [(0, "o")]


def test_R39_every_hit_comes_once_with_what_stands_around_it() -> None:
    found = list(search(said(("o", b"one needle two\r\nthree needle"), ("o", b" four")), "needle", "utf-8"))
    assert [hit.context for hit in found] == ["one needle two", "three needle"]


@given(text=st.text(st.sampled_from("ab \x1b[1m障"), max_size=40), cut=st.integers(0, 60))
def test_where_the_stream_is_split_does_not_matter(text: str, cut: int) -> None:
    data = ("x\x1b[0m" + text.replace("\x1b", "") + "\x1b[0m").encode()
    whole, parts = PlainText("utf-8"), PlainText("utf-8")
    assert parts.feed(data[:cut]) + parts.feed(data[cut:]) == whole.feed(data)


def test_an_endless_control_sequence_is_not_held_for_ever() -> None:
    plain = PlainText("utf-8")
    for _ in range(100):
        plain.feed(b"\x1b]0;" + b"x" * 1000)
    assert len(plain._held) <= 8192
