"""Hashes are counted, encodings and dumps are opaque, numbers and what was shown before cost nothing."""

import os
import time

import pytest

from gateway.guards.opaque.charge import Charge
from gateway.guards.opaque.codes import BYTE_UNITS, Codes

SHA1, SHA256 = (
    "5e3c8ae065c06ed332b849612586d3efd6374ac4",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
)


def taken_out(line: str) -> tuple[str, Charge]:
    charge = Charge()
    return Codes().taken_out(line, charge), charge


@pytest.mark.parametrize(
    ("line", "hashes", "rest"),
    [
        (f"commit {SHA1}", 40, "commit "),
        (f"{SHA256}  linux.deb", 64, "  linux.deb"),
        ("index 389b272..dc3f121 100644", 14, "index .. 100644"),
        ("[mem 0x0000000100000000-0x00000001003fffff] usable", 0, None),
        ("UUID=0aa37a0e-6b9a-4ad1-9ae1-03d67a5d6b9c /boot ext4", 36, "UUID= /boot ext4"),
        ("request 9f86d081884c done", 12, "request  done"),
    ],
)
def test_a_code_among_words_is_a_hash_or_an_identifier(line: str, hashes: int, rest: str | None) -> None:
    left, charge = taken_out(line)
    assert charge.opaque == 0
    assert charge.hashes == hashes or rest is None
    assert rest is None or left == rest


@pytest.mark.parametrize("line", [SHA256, f"{SHA1} {SHA1[::-1]}", f"- {SHA256[:50]}", f"x {SHA256[:60]}"])
def test_codes_alone_or_of_no_hashs_length_are_opaque(line: str) -> None:
    _, charge = taken_out(line)
    assert charge.hashes == 0
    assert charge.opaque > 100


@pytest.mark.parametrize("line", ["decade facade defaced", "20261123100000 1234567890", "abc 12ab 0xff", ""])
def test_words_and_numbers_stay(line: str) -> None:
    assert taken_out(line) == (line, Charge())


def test_a_code_that_was_shown_is_no_news() -> None:
    codes, charge = Codes(), Charge()
    for _ in range(3):
        assert codes.taken_out(f"commit {SHA1}", charge) == "commit "
    assert charge.hashes == 40


@pytest.mark.parametrize(
    "line",
    [
        "00000010: 0300 3e00 0100 0000 b0a7 2900 b1a8 3000  ..>.......).0.",
        "00000010  03 00 3e 00 01 00 00 00  b0 a7 29 00 b1 a8 30 00  |..>.......).0.|",
        "0000020 0003 003e 0001 0000 a7b0 0029 a8b1 0030",
    ],
)
def test_a_dump_tells_its_bytes(line: str) -> None:
    left, charge = taken_out(line)
    assert left == ""
    assert charge.opaque == BYTE_UNITS * 9


def test_what_hides_behind_a_dump_stays() -> None:
    assert taken_out("00000010: 0000 0000  " + "abcdefgh" * 9)[0].strip() == "abcdefgh" * 9


def test_a_dump_of_nothing_tells_nothing() -> None:
    assert taken_out("00000400  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|") == ("", Charge())


def test_padding_of_a_hash_is_not_counted() -> None:
    _, charge = taken_out("mem 0x00000000a7b02900 usable")
    assert charge.hashes == 8


@pytest.mark.parametrize(
    "line", ["0" * 511 + "z", "0x" * 256, "a0 " * 170, "0" * 510 + "a1", "a1" * 255 + "g", "-" * 512]
)
def test_no_line_takes_long(line: str) -> None:
    began = time.process_time()
    for _ in range(20):
        taken_out(line)
    assert time.process_time() - began < 0.2


def test_random_bytes_do_not_fail() -> None:
    for _ in range(200):
        taken_out(os.urandom(100).hex(" "))
