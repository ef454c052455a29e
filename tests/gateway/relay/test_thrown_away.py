import pytest

from gateway.relay.thrown_away import BURST_SECONDS, PASTE_SECONDS, Lost, has_key


def test_nothing_goes_on_that_never_began() -> None:
    assert not Lost().goes_on(0.0)


def test_a_burst_goes_on_while_it_does_not_pause() -> None:
    lost = Lost()
    for number in range(5):
        lost.add(b"y", number * BURST_SECONDS * 0.9)
        assert lost.goes_on((number + 1) * BURST_SECONDS * 0.9)
    assert not lost.goes_on(4 * BURST_SECONDS * 0.9 + BURST_SECONDS)


@pytest.mark.parametrize(
    ("typed", "pasted"),
    [
        ([b"\x1b[200~a"], True),
        ([b"\x1b[200~a", b"b"], True),
        ([b"\x1b[200~a\x1b[201~"], False),
        ([b"\x1b[200~a", b"b\x1b[201~c"], False),
        ([b"\x1b[200~a\x1b[201~\x1b[200~b"], True),
        ([b"a"], False),
    ],
)
def test_a_paste_lasts_to_its_own_end(typed: list[bytes], pasted: bool) -> None:
    lost = Lost()
    for data in typed:
        lost.add(data, 0.0)
    assert lost.goes_on(BURST_SECONDS * 2) is pasted
    assert not lost.goes_on(PASTE_SECONDS)


@pytest.mark.parametrize("data", [b"\x1b[2;3R", b"\x1b[I", b"\x1b[<0;1;1M", b"\x1b]10;rgb:0/0/0\x07", b""])
def test_what_a_terminal_says_by_itself_is_no_key(data: bytes) -> None:
    assert not has_key(data)
    assert has_key(data + b" ")
