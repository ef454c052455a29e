"""Words of every day are cheap, letters by chance are dear; the tables are what `tests.corpus.spelling` writes."""

import random
import zlib
from pathlib import Path

import pytest

from gateway.guards.opaque.spelling import (
    JAPANESE,
    KANA,
    LETTERS,
    PIECE,
    cost_of_japanese,
    cost_of_letters,
    kana_class,
)
from tests.corpus.spelling import write


def bits(words: str) -> float:
    pieces = PIECE.findall(words)
    return sum(map(cost_of_letters, pieces)) / 16 / (sum(map(len, pieces)) + len(pieces))


def japanese_bits(text: str) -> float:
    runs = JAPANESE.findall(text)
    return sum(map(cost_of_japanese, runs)) / 16 / sum(map(len, runs))


@pytest.mark.parametrize(
    "text",
    [
        "the configuration of the service was changed",
        "getUserName parseHTMLDocument openSocketConnection",
        "libgnutls openssl systemd networkd postgresql",
        "kaisha no denwa bangou to kyou no tenki",
    ],
)
def test_what_people_read_is_cheap(text: str) -> None:
    assert bits(text) < 4.3


@pytest.mark.parametrize(
    "alphabet", ["abcdefghijklmnopqrstuvwxyz", "abcdefghij", "etaoinshrl", "qjxzvkwybp", "aAbBcCdDeEfF"]
)
def test_letters_by_chance_are_dear(alphabet: str) -> None:
    chance = random.Random(alphabet)
    assert bits(" ".join("".join(chance.choices(alphabet, k=8)) for _ in range(60))) > 4.7


def test_japanese_that_people_read_is_cheap_and_kana_by_chance_dear() -> None:
    assert japanese_bits("設定ファイルの文字コードは以下のとおりです。作業前に必ず確認してください。") < 8
    chance = random.Random(1)
    assert japanese_bits("".join(chance.choices([chr(code) for code in range(0x3042, 0x3094)], k=200))) > 10
    kanji = [bytes((high, low)).decode("euc_jp") for high in range(0xB0, 0xCF) for low in range(0xA1, 0xFF)]
    assert japanese_bits("".join(chance.choices(kanji, k=200))) > 11


def test_every_sign_has_a_class() -> None:
    classes = [
        kana_class(chr(code)) for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB), 0x30FC, 0x4E00, 0x3005)
    ]
    assert {0 <= one < KANA for one in classes} == {True}
    assert len(set(classes)) == len(classes) - 1  # kanji share one


def test_the_tables_can_be_made_anew(tmp_path: Path) -> None:
    write(tmp_path, 1)
    tables = zlib.decompress((tmp_path / "spelling.bin").read_bytes())
    assert len(tables) > LETTERS**3 + KANA**2
    tables[LETTERS**3 + KANA**2 :].decode()
