"""The figures that are promised, on a small corpus; `python -m tests.benchmarks.detection` prints them on a larger one."""

from collections import Counter

import pytest

from gateway.guards.detect import Context, Detector, Kind
from tests.benchmarks.detection import WITHOUT_HEADERS, worst_window
from tests.corpus.documents import Doc
from tests.corpus.harvest import harvest
from tests.corpus.ordinary import negatives
from tests.corpus.people import customers
from tests.corpus.printed import positives
from tests.corpus.rare import rare_customers
from tests.corpus.scoring import Score, score

DETECTOR = Detector()
ROWS = 10
FREE_STANDING = (Kind.PHONE, Kind.CARD, Kind.MAIL, Kind.POSTAL, Kind.ADDRESS)


def scores(docs: list[Doc]) -> tuple[Score, Score]:
    """With a header or keys, and without."""
    bare = [doc for doc in docs if doc.name.startswith(WITHOUT_HEADERS)]
    return score([doc for doc in docs if doc not in bare]), score(bare)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_R05_values_under_headers_and_keys_are_masked(seed):
    headed, bare = scores(positives(seed, ROWS))
    for kind in Kind:
        assert headed.recall(kind) >= 0.99, headed.missed
        assert headed.precision(kind) >= 0.99, headed.wrong
    for kind in FREE_STANDING:
        assert bare.recall(kind) >= 0.97, bare.missed
        assert bare.precision(kind) >= 0.99, bare.wrong
    assert bare.recall(Kind.NAME) >= 0.9, bare.missed
    assert bare.precision(Kind.NAME) >= 0.95, bare.wrong


def test_R05_rare_names_are_masked_under_headers():
    headed, _ = scores(positives(4, cs=rare_customers(ROWS, 4)))
    assert headed.recall(Kind.NAME) >= 0.99, headed.missed
    assert headed.recall(Kind.KANA) >= 0.99, headed.missed


def test_a_common_name_alone_in_a_cell_is_seen():
    seen = sum(
        any(one.kind is Kind.NAME for one in DETECTOR.look(f"1042,{person['name']},ok", Context()))
        for person in customers(200, 9)
    )
    assert seen >= 190


def test_real_text_of_this_machine_raises_no_false_alarm():
    counts, size = Counter(), 0
    for _, data in harvest(3):
        size += len(data)
        counts.update(one.kind for one in DETECTOR.look(data.decode(errors="replace"), Context()))
    megabytes = max(size / 1e6, 1)
    assert counts[Kind.PHONE] == counts[Kind.CARD] == counts[Kind.MY_NUMBER] == 0
    assert counts[Kind.ADDRESS] / megabytes <= 0.1
    assert counts[Kind.NAME] / megabytes <= 5


def test_ordinary_output_counts_nearly_nobody():
    for doc in negatives(1):
        assert worst_window(doc.data.decode(), DETECTOR) < 25, doc.name


def test_the_corpus_is_the_same_for_the_same_seed():
    assert [doc.data for doc in positives(3, 2)] == [doc.data for doc in positives(3, 2)]
    assert negatives(3)[0].data != negatives(4)[0].data
