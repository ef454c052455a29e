"""A line of nothing but numbers, in any script; tables, dates and words are not."""

import time

import pytest

from gateway.guards.opaque.bare_numbers import numbers_alone


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("09012345678", 1),
        ("090-1234-5678", 1),
        ("5678", 1),
        ("(03) 1234-5678", 1),
        ("１２３４-５６７８", 1),
        ("٠٩٠١٢٣٤٥٦٧٨", 1),
        ("〇九〇一二三四五六七八", 1),
        ("12345678 23456789 34567890", 3),
        ("0110100101101001011010010110100101101001", 5),
        ("| 12345678 |", 1),
    ],
)
def test_numbers(line: str, lines: int) -> None:
    assert numbers_alone(line) == lines


@pytest.mark.parametrize(
    "line",
    [
        "",
        "42",
        "123",
        "2026-11-23 10:00:01",
        "10:00:01.123",
        "total 1234",
        "1234 root",
        "顧客 1234",
        "ディスク 12345678",
        "-----------",
        "[ 1 / 20 ]",
        "あ",
    ],
)
def test_no_numbers(line: str) -> None:
    assert numbers_alone(line) == 0


@pytest.mark.parametrize("line", ["1" * 511 + "x", "1:" * 256, "1-" * 256, "9999-" * 100, "(" * 512])
def test_no_line_takes_long(line: str) -> None:
    began = time.process_time()
    for _ in range(50):
        numbers_alone(line)
    assert time.process_time() - began < 0.2
