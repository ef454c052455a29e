import pytest

from gateway.sessions import texts
from gateway.vocabulary.outcome import Text

ALL = {name: value for name, value in vars(texts).items() if isinstance(value, Text)}
MADE = {
    "no_target": texts.no_target("sato", ["callcenter-app"]),
    "no target at all": texts.no_target("sato", []),
    "unknown_target": texts.unknown_target(["a", "b"]),
    "ends_soon": texts.ends_soon(10),
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
