"""Telephone numbers, and what only looks like one."""

import pytest

from gateway.guards.personal_data.phone import phones


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("090-1234-5678", "09012345678"), ("09012345678", "09012345678"), ("070 1234 5678", "07012345678"),
        ("03-1234-5678", None), ("03-2234-5678", "0322345678"), ("(03)2234-5678", "0322345678"),
        ("03(2234)5678", "0322345678"), ("0463-21-4567", "0463214567"), ("04992-2-1234", "0499221234"),
        ("+81-90-1234-5678", "09012345678"), ("+81 3 2234 5678", "0322345678"), ("+819012345678", "09012345678"),
        ("+81(0)90-1234-5678", "09012345678"), ("050-3456-7890", "05034567890"),
        ("0120-123-456", None), ("0120-22-6789", None), ("0570-012-345", None), ("0800-123-4567", None),
        ("2026-11-22", None), ("0322345678", None), ("012-3456", None), ("00-1234-5678", None), ("0901234567", None),
        ("090-1234-56789", None), ("x090-1234-5678", None), ("1.090-1234-5678", None), ("978-4-09-012345-6", None),
        ("0306406152", None), ("09-12-2024", None), ("192.0.2.1", None), ("01-2345-6789", None), ("090-123-45678", None),
    ],
)  # fmt: skip
def test_numbers(text: str, value: str | None) -> None:
    assert [seen.value for seen in phones(f"a,{text},b")] == ([] if value is None else [value])


def test_where_it_stands() -> None:
    (seen,) = phones("tel: 090-1234-5678 (home)")
    assert "tel: 090-1234-5678 (home)"[seen.start : seen.end] == "090-1234-5678"
