import pytest

from gateway.vocabulary.outcome import Text
from gateway.wiring import office_texts as texts

ALL = [
    *(value for value in vars(texts).values() if isinstance(value, Text)),
    texts.used_code(12),
    texts.locked(90),
    texts.absent("録画", "recording", "x\x1b[2J", "recording list"),
    texts.not_permitted((Text(ja="監査者", en="auditor"), Text(ja="管理監督者", en="supervisor"))),
]


@pytest.mark.parametrize("text", ALL, ids=lambda text: text.en[:40])
def test_R95_every_text_is_japanese_first_with_ascii_english_and_nothing_a_terminal_obeys(text: Text) -> None:
    assert not text.ja.isascii()
    assert text.en.isascii()
    assert "\x1b" not in text.both()
