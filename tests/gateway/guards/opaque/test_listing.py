"""Sorted names are a listing, names by chance are none, and what stands above is no news."""

import random
import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.guards.opaque.listing import DETAILS, NEWS_MIN, OF, Listing, news_of_cells

NAMES = sorted(
    f"{first}{second}-{number}" for first in "abc" for second in ("lib", "perl", "tool") for number in range(9)
)


def in_order(lines: list[str]) -> bool:
    listing = Listing()
    for line in lines:
        listing.line(line)
    return listing.is_in_order


def test_sorted_names_are_a_listing_one_a_line_or_in_columns() -> None:
    assert in_order(NAMES)
    rows = len(NAMES) // 3
    assert in_order(["  ".join(NAMES[at::rows]) for at in range(rows)])


def test_a_directory_after_another_is_still_one() -> None:
    lines = []
    for folder in ("/usr/zlib:", "/usr/bin:", "/usr/apt:", "total 44"):
        lines += [folder, *NAMES[:9]]
    assert in_order(lines)


@pytest.mark.parametrize("seed", range(20))
def test_names_by_chance_are_no_listing(seed: int) -> None:
    assert not in_order(random.Random(seed).sample(NAMES, len(NAMES)))


def test_signs_without_letters_are_no_listing() -> None:
    chance = random.Random(1)
    assert not in_order(["".join(chance.choices(".-", k=9)) for _ in range(60)])
    assert not in_order(["".join(chance.choices("ヴカキク", k=9)) for _ in range(60)])


def test_a_few_lines_are_no_listing() -> None:
    assert not in_order(NAMES[:4])


@pytest.mark.parametrize(
    "line",
    [
        "-rw-r--r--  1 root root   792 Dec 12  2022 com.redhat.conf",
        "drwxr-x---+ 12 www-data www-data 4096 Nov 23 09:59 com.redhat.conf",
        "lrwxrwxrwx. 1 root root 12 Jan  8  2023 com.redhat.conf",
        "-rw-r--r-- 1 root root 792 2022-12-12 10:00 com.redhat.conf",
    ],
)
def test_details_of_a_long_listing_go(line: str) -> None:
    assert DETAILS.sub("", line) == "com.redhat.conf"


def test_what_stands_above_is_no_news() -> None:
    assert news_of_cells("abcdef\nabcdef") == 0.5
    assert news_of_cells("tvi920c-2p  x.h\ntvi920c-4p  y.h") < 0.7
    assert news_of_cells("qwert\nzxcvb") == 1.0
    assert news_of_cells("\n".join(["same"] * 50)) == NEWS_MIN
    assert news_of_cells("") == 1.0


@pytest.mark.parametrize("line", ["a " * 256, "  a" * 170, "-rw-r--r-- 1 " * 39, "-rw-r--r-- 1 " + "1 " * 240])
def test_no_line_takes_long(line: str) -> None:
    began = time.process_time()
    for _ in range(20):
        in_order([line, line])
        DETAILS.sub("", line)
        news_of_cells(f"{line}\n{line}")
    assert time.process_time() - began < 0.5


CELL = re.compile(r"[^ \t]+(?: [^ \t]+)*")


def compared(lines: list[str]) -> tuple[list[bool], list[bool]]:
    """Every pair of cells one above the other, as machines and as people sort, by the words of the module's beginning."""
    machines, people, above = list[bool](), list[bool](), list[str]()
    for line in lines:
        here = CELL.findall(line)[:24] if "  " in line or "\t" in line else [line]
        if line == "/x:":
            here = []
        for over, cell in zip(above, here, strict=False):
            one, other = (re.sub("[^0-9a-z]", "", each.lower()) for each in (over, cell))
            machines.append(over <= cell)
            people.append("" < one <= other)
        above = here
    return machines[-OF:], people[-OF:]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "B", "a  c", "  b", "c  a", "é", "-", "", "   ", "/x:"]), st.integers(0, 9)
        ),
        max_size=90,
    )
)
@example([(one, 1) for one in ("b", "a", "a", "a") * 20])
@example([("b", 1), ("   ", 1), ("a", 1), ("b", 0)])
@example([("a", 1)] * 12 + [("   ", 1)] * 40)
@example([("b", 1), ("  a", 1), ("a", 0)])
def test_the_same_whenever_it_is_asked(lines: list[tuple[str, int]]) -> None:
    listing = Listing()
    for at, (line, asked) in enumerate([*lines, ("z", 0)]):
        listing.line(line)
        if asked == 0:
            machines, people = compared([line for line, _ in [*lines, ("z", 0)][: at + 1]])
            assert listing.is_in_order in (True, False)
            assert (list(listing._as_machines), list(listing._as_people)) == (machines, people)
