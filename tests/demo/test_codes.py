"""One-time codes as RFC 6238 has them, and as an independent implementation computes them."""

import base64
import subprocess
import sys
from pathlib import Path

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.demo_stack.codes import code, wait_seconds
from deploy.demo_stack.handed import take
from tests.demo.stand import PROJECT

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("unix_seconds", "expected"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_R16_codes_of_rfc_6238_appendix_b(unix_seconds: int, expected: str) -> None:
    assert code(RFC_SECRET, unix_seconds) == expected


@given(st.binary(min_size=20, max_size=20), st.integers(0, 2**35))
def test_R16_codes_agree_with_another_implementation(secret: bytes, unix_seconds: int) -> None:
    encoded = base64.b32encode(secret).decode()
    assert code(encoded, unix_seconds) == pyotp.TOTP(encoded).at(unix_seconds)


def test_each_code_is_handed_out_once_the_next_ones_too(tmp_path: Path) -> None:
    handed = tmp_path / "codes-handed.json"
    assert [take(handed, "sato", 3000.0 + second) for second in (1, 2, 3, 29)] == [100, 101, None, None]
    assert take(handed, "suzuki", 3003.0) == 100
    assert [take(handed, "sato", 3030.0 + second) for second in (0, 1)] == [102, None]
    assert take(handed, "sato", 9000.0) == 300


def test_a_code_that_nobody_can_type_any_more_is_passed_over(tmp_path: Path) -> None:
    assert take(tmp_path / "codes-handed.json", "sato", 3026.0) == 101


@pytest.mark.parametrize(("moment", "wait"), [(0, 0), (24.9, 0), (25, 0), (26, 4), (29.5, 0.5)])
def test_a_code_is_not_handed_out_when_nobody_can_type_it_any_more(moment: float, wait: float) -> None:
    assert wait_seconds(moment) == wait


def test_whoever_asks_in_the_wrong_place_is_told_of_the_state(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "deploy.demo_stack", f"--state={tmp_path}", "code", "sato"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROJECT)
    assert ran.returncode == 2
    assert "同じ --state を付けてください" in ran.stderr
    assert "deploy/demo --state DIR code sato" in ran.stderr
