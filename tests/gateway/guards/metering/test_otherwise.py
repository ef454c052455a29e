"""Numbers in a line as an eye reads them, from either end; and what is none."""

import time
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.detect import Kind
from gateway.guards.metering import otherwise
from gateway.guards.metering.otherwise import national, numbers_in
from tests.corpus.people import customers

CARD = "4111111111111111"


def values(text: str) -> set[str]:
    return {seen.value.decode() for seen in numbers_in(national(text))}


@pytest.mark.parametrize(
    "written",
    [
        "090=1234=5678",
        "x09012345678y",
        "/09012345678/",
        "0 9 0 1 2 3 4 5 6 7 8",
        "0.9.0.1.2.3.4.5.6.7.8",
        "0  9  0 -  1 2 3 4 - 5 6 7 8",
        "(090)~1234~5678",
        "090,090,1234,5678",
        "+81*90*1234*5678",
        "+ 8 1 9 0 1 2 3 4 5 6 7 8",
        "caller 090|1234|5678 ok",
    ],
)
@pytest.mark.parametrize("way", [str, lambda text: text[::-1]], ids=["forwards", "backwards"])
def test_R07_a_mobile_number_is_read_whatever_stands_between_its_digits(written: str, way: object) -> None:
    assert "09012345678" in values(way(written))  # type: ignore[operator]


@pytest.mark.parametrize("written", ["03=5234=5678", "0422*22*1234", "04992#2#1234", "0 3 5 2 3 4 5 6 7 8"])
def test_R07_a_fixed_line_is_read(written: str) -> None:
    assert len(values(written)) == len(values(written[::-1])) == 1


@pytest.mark.parametrize("written", [CARD, "4111=1111=1111=1111", " ".join(CARD), "3782~822463~10005"])
def test_R07_a_card_is_read(written: str) -> None:
    for text in (written, written[::-1]):
        assert Kind.CARD in {seen.kind for seen in numbers_in(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Nov 22 04:11:09 host app[311]: rows done in 0.07012345678 s",
        "2026-11-22 10:00:00.123456 +0900",
        "Sun Nov 06 2026 +0900",
        "0120=44=4113",
        "08004441133",
        "-rw-r--r-- 1 root root 1234567890 Nov 22 10:00 file",
        "0 0 5 0 1 0 2 3 1 0 0 0 0 0 0 0 0 0 0",
        "0312345678",
        "192.168.100.200 10.0.0.1 255.255.255.0",
        "1732345670",
        "4111 1111 1111 1112",
    ],
)
def test_an_ordinary_line_holds_nobody(text: str) -> None:
    assert values(text) == set()


@given(st.text(alphabet="0123456789 -+.,/x()\n", max_size=300))
def test_whatever_it_is_it_is_read(text: str) -> None:
    for seen in numbers_in(national(text)):
        assert seen.value.isdigit()


def test_no_number_goes_over_a_lines_end() -> None:
    assert values("090-1234\n-5678") == values("0 9 0 1 2\n3 4 5 6 7 8") == set()


@pytest.mark.parametrize("bait", ["0", "0 ", "090-", "0901234567", "4 ", "+81", "+8 ", "0-0-", "4111-", "09 "])
def test_time_is_linear_in_the_text(bait: str) -> None:
    def seconds(size: int) -> float:
        text = (bait * size)[:size]
        begun = time.process_time()
        list(numbers_in(national(text)))
        return time.process_time() - begun

    small, large = min(seconds(20_000) for _ in range(3)), min(seconds(80_000) for _ in range(2))
    assert large < 12 * small + 0.02


def test_R07_every_customers_number_is_read_letter_by_letter() -> None:
    people = customers(200, 5)
    assert all(one["mobile_n"] in values(" ".join(one["mobile_n"])) for one in people)


@given(
    st.integers(0, 10**16 - 1),
    st.sampled_from([(4, 4, 4, 4), (4, 6, 4), (4, 6, 5), (5, 6, 4), (16,), (14,), (1,) * 10, (1,) * 16]),
    st.sampled_from(["-", " ", " - ", "···", "é", "漢"]),
    st.sampled_from(["", "x", "\n", "9 "]),
)
def test_R07_what_is_passed_by_holds_no_long_number(
    number: int, groups: tuple[int, ...], sign: str, around: str
) -> None:
    digits = iter(f"{number:016}")
    text = around + sign.join("".join(islice(digits, size)) for size in groups) + around[::-1]
    assert otherwise._may_hold_long(text) or otherwise._LONG.search(text) is None
    assert otherwise._may_hold_long(text) or around == "9 "
