"""Words by chance are charged; language, code, logs, listings and what came before are not."""

import random

import pytest

from gateway.guards.opaque.charge import Charge
from gateway.guards.opaque.sample import Sample
from gateway.guards.opaque.wording import Wording
from tests.corpus.disguises import found_words

WORDS = found_words()


def charged(texts: list[str], *, in_order: bool = False) -> int:
    wording, charge = Wording(), Charge()
    for text in texts:
        wording.judge(Sample.of(text, shared=0, in_order=lambda: in_order), charge)
    return charge.novel


def by_chance(words: list[str], separator: str, samples: int = 20) -> list[str]:
    chance = random.Random(3)
    return [separator.join(chance.choices(words, k=14)) for _ in range(samples)]


@pytest.mark.parametrize("separator", [" ", "\n", ", ", "-", "_", "/", "."])
def test_words_by_chance_are_charged(separator: str) -> None:
    assert charged(by_chance(WORDS, separator)) > 20 * 14 * 5


def test_ten_words_for_digits_are_charged_again_and_again() -> None:
    texts = by_chance("zero one two three four five six seven eight nine".split(), " ", 200)  # noqa: SIM905
    assert charged(texts) > 200 * 14 * 4
    assert charged(by_chance(["the", "of", *WORDS[:8]], " ", 200)) > 200 * 14 * 4


def test_japanese_words_by_chance_are_charged() -> None:
    assert charged(by_chance("ゼロ イチ ニ サン ヨン ゴ ロク ナナ ハチ キュウ".split(), " ", 50)) > 50 * 14 * 5  # noqa: SIM905


@pytest.mark.parametrize(
    "text",
    [
        "The service was started again because the disk of the host was nearly full, and it is fine now.",
        "for name, value in sorted(found.items()): print(f'{name}: {value}')",
        "設定ファイルの文字コードは以下のとおりです。作業前に必ず確認してください。",
        "12345 67890 12345 67890 12345 67890 12345 67890 12345 67890 total used free",
        "short line",
    ],
)
def test_what_says_something_is_free(text: str) -> None:
    assert charged([text]) == 0


def test_a_listing_is_free() -> None:
    assert charged(by_chance(WORDS, " "), in_order=True) == 0


def test_what_came_in_that_order_before_is_free() -> None:
    texts = by_chance(WORDS, " ")
    assert charged(texts * 2) == charged(texts)


def test_words_that_nobody_spells_in_ASCII_weigh_more() -> None:
    assert charged(["東京 大阪 名古屋 札幌 福岡 仙台 広島 神戸"]) > charged(
        ["tokyo osaka nagoya sapporo fukuoka sendai kobe"]
    )
