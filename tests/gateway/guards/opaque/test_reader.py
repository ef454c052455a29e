"""Any split is the same charge; what has no end is judged all the same; memory is bounded."""

import base64
import random
import tracemalloc
from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.guards.opaque.charge import Charge
from gateway.guards.opaque.reader import AGAIN_UNITS, LINE_MAX, Reader
from tests.corpus.disguises import disguises, found_words
from tests.corpus.ordinary import negatives

WORDS = found_words()
TEXTS = [doc.data.decode()[:6_000] for doc in negatives(3)] + [
    one.text[:6_000] for one in disguises("splits", WORDS, people=60)
]


def charged(pieces: Iterable[str]) -> Charge:
    reader, total = Reader(), Charge()
    for piece in pieces:
        charge = reader.read(piece)
        for name in Charge.__slots__:
            setattr(total, name, getattr(total, name) + getattr(charge, name))
    return total


def test_one_by_one_is_as_all_at_once() -> None:
    for text in TEXTS:
        assert charged(text) == charged([text])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TEXTS), st.lists(st.integers(0, 6_000), max_size=12))
def test_any_split_is_as_all_at_once(text: str, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    assert charged(text[a:b] for a, b in pairwise(places)) == charged([text])


@settings(max_examples=150, deadline=None)
@given(st.text(), st.integers(0, 100))
def test_any_text_is_read(text: str, cut: int) -> None:
    assert charged([text[:cut], text[cut:]]) == charged([text])


def test_a_line_without_end_is_judged() -> None:
    text = base64.b64encode(random.Random(1).randbytes(30_000)).decode()
    assert charged([text]).opaque > 5 * (len(text) - LINE_MAX)


def test_lines_shown_before_are_no_news_but_in_another_order_they_cost() -> None:
    lines = [f"the service {word} is in use now\n" for word in WORDS[:100]]
    assert charged(lines * 3).novel <= charged(lines).novel + AGAIN_UNITS  # from the last to the first
    chance = random.Random(4)
    assert charged([*lines, *chance.choices(lines, k=100)]).novel >= charged(lines).novel + 80 * AGAIN_UNITS


def test_memory_is_bounded() -> None:
    chance, reader = random.Random(2), Reader()
    for part in range(3):
        if part == 1:
            tracemalloc.start()
        for _ in range(2_000):
            reader.read(
                f"{chance.randbytes(40)!r} {chance.random()} {chance.choice(WORDS)} {chance.choice(WORDS)}\n" * 3
            )
            reader.read(chance.randbytes(50).decode("latin-1"))
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 1_500_000  # the spelling caches, which all sessions share, among it
