import pytest

from gateway.registrar import texts
from gateway.vocabulary.outcome import Text

ALL = {name: value for name, value in vars(texts).items() if isinstance(value, Text)}


@pytest.mark.parametrize("name", ALL)
def test_every_wording_is_in_japanese_and_in_ascii_english(name: str) -> None:
    assert ALL[name].en.isascii()
    assert not ALL[name].ja.isascii()


@pytest.mark.parametrize("terminal", ["pc-07", "東京-端末7"])
def test_R17_the_other_terminal_is_named_as_far_as_ascii_allows(terminal: str) -> None:
    text = texts.lease_held(terminal)
    assert terminal in text.ja
    assert text.en.isascii()
    assert (terminal in text.en) == terminal.isascii()


def test_R42_who_cut_is_named() -> None:
    assert "yamada" in texts.ending_cut("yamada").ja
    assert "yamada" in texts.ending_cut("yamada").en
