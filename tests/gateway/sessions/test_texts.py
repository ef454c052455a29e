import pytest

from gateway.sessions import texts
from gateway.vocabulary.outcome import Text

ALL = {name: value for name, value in vars(texts).items() if isinstance(value, Text)}
MADE = {
    "no_target": texts.no_target("sato", ["callcenter-app"]),
    "no target at all": texts.no_target("sato", []),
    "unknown_target": texts.unknown_target(["a", "b"]),
    "ends_soon": texts.ends_soon(600),
}


@pytest.mark.parametrize("text", [*ALL.values(), *MADE.values()], ids=[*ALL, *MADE])
def test_R95_every_text_is_there_in_both_languages(text):
    assert text.en.isascii()
    assert text.ja
    assert not text.ja.isascii()
    assert text.ja.rstrip().endswith(("。", "-", "a", "b", "app"))


def test_an_example_can_be_typed():
    assert "sato+callcenter-app" in MADE["no_target"].en


def test_many_targets_do_not_fill_the_screen():
    names = [f"target-{at:03d}" for at in range(500)]
    assert len(texts.no_target("sato", names).both()) < 2000
    assert len(texts.unknown_target(names).both()) < 2000


@pytest.mark.parametrize(
    ("seconds", "ja", "en"), [(600, "残り10分", "10 minutes"), (59, "残り59秒", "59 s"), (119, "残り119秒", "119 s")]
)
def test_R23_the_warning_says_how_much_is_left(seconds, ja, en):
    text = texts.ends_soon(seconds)
    assert ja in text.ja
    assert text.en.startswith(en)
