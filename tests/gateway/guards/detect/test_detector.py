import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.guards.detect import RUN, Context, Detector, Sight
from tests.corpus.printed import positives
from tests.corpus.screens import readings
from tests.gateway.guards.masking.pieces import LABELS, MARKS, VALUES

DETECTOR = Detector()
LINES = [
    line
    for doc in positives(5, 4)
    if doc.encoding == "utf-8"
    for piece in readings(doc)
    for line in piece.text.splitlines(keepends=True)
]
PIECES = st.sampled_from(
    [
        *LINES,
        "phone=",
        '"phone": "',
        "氏名：",
        "name,phone\n",
        " id | 氏名 | 電話\n",
        "---+---+---\n",
        "090-1234-5678",
        "0323456789",
        "佐藤 太郎",
        "佐藤太郎様",
        "サトウ タロウ",
        "三重県桑名市紺屋町1-2-3",
        "a@example.jp",
        " ",
        ",",
        "\t",
        "|",
        '"',
        "\n",
        "\r\n",
        ":",
        "=",
        "、",
        "(",
        ")",
        "〒100-0005",
        "4111 1111 1111 1111",
        "普通 1234567",
        "昭和52年1月2日生",
        "x",
        "0",
        "12",
        "名義 ",
        "\u200b",
        "０９０",
        "tel:",
        "<name>",
        ">",
        "'",
        "\\",
        "  ",
    ]
)


def by_runs(text: str, context: Context) -> list[Sight]:
    """As a stream brings it at its slowest: every run by itself, and what stands between them."""
    found: list[Sight] = []
    borders = sorted({0, len(text), *itertools.chain.from_iterable(run.span() for run in RUN.finditer(text))})
    for start, end in itertools.pairwise(borders):
        part = text[start:end]
        sights = DETECTOR.look(part, context)
        context = context.after(part, sights)
        found.extend(one._replace(start=one.start + start, end=one.end + start) for one in sights)
    return found


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_cut_between_runs_gives_the_same(text):
    assert by_runs(text, Context()) == list(DETECTOR.look(text, Context()))


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=100, deadline=None)
def test_sights_stand_in_order_and_do_not_overlap(text):
    sights = DETECTOR.look(text, Context())
    assert all(one.start < one.end <= len(text) for one in sights)
    assert all(before.end <= one.start for before, one in itertools.pairwise(sights))


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_looked_at(text):
    sights, context = DETECTOR.read(text, Context())
    assert context == Context().after(text, sights)


HOSTILE = {
    "digits": "0",
    "digit and dash": "0-",
    "digit and space": "0 ",
    "area codes": "03-",
    "mobile beginnings": "090-1234-",
    "at signs": "@",
    "mail beginnings": "a@a.",
    "dots": "a.",
    "keys": "tel:",
    "keys and quotes": '"phone": "',
    "equals": "=",
    "bars": "|",
    "commas": ",",
    "quotes": '"',
    "cities": "市",
    "town letters": "あ",
    "districts": "市町村区",
    "block numbers": "市1-",
    "kanji": "佐",
    "surnames": "佐藤",
    "names and spaces": "佐藤 ",
    "kana": "サトウ",
    "kana and spaces": "サトウ ",
    "half-width kana": "ｻ",
    "forms": "様",
    "hidden": "\u200b",
    "combining": "0\u0301",
    "full width": "０－",
    "plus": "+81",
    "brackets": "(0)",
    "colons": ":",
    "colons and hex": "a:",
    "spaces": " ",
    "tabs": "\t",
    "kanji digits": "〇九",
    "cards": "4111 ",
    "letters": "a",
    "backslashes": "\\",
    "eras": "昭和",
    "born": "生",
    "accounts": "普通",
    "postal marks": "〒",
    "labels": "名義 ",
    "headers": "name,",
    "angles": "<name>",
    "line ids": "CAF",
    "rows": "佐藤 太郎,090-1234-5678,",
}


def seconds(text: str) -> float:
    """Of processor time, the best of three."""
    taken = []
    for _ in range(3):
        began = time.process_time()
        DETECTOR.read(text, Context())
        taken.append(time.process_time() - began)
    return min(taken)


@pytest.mark.parametrize("shape", HOSTILE)
def test_the_cost_grows_with_the_text_and_no_faster(shape):
    """Four times the text, about four times the time, in one line without an end; a squared cost would be sixteen times."""
    text = HOSTILE[shape] * (16_000 // len(HOSTILE[shape]) + 1)
    small, large = seconds(text[:4_000]), seconds(text[:16_000])
    assert large < max(9 * small, 0.012), f"{small * 1e3:.1f} ms and {large * 1e3:.1f} ms"


@pytest.mark.parametrize(
    "begun", ["-", "-|", "name,", "name|", "COPY a(", "a,", "佐藤 太郎,", " | ", '"', "phone,0323456789,"]
)
def test_the_end_of_a_long_line_costs_no_more_than_its_length(begun):
    line = begun * (4_000 // len(begun))
    small, large = seconds((line[:1_000] + "x\n") * 4), seconds(line + "x\n")
    assert large < max(4 * small, 0.02), f"{small * 1e3:.1f} ms and {large * 1e3:.1f} ms"


def test_run_by_run_the_cost_of_a_line_is_bounded():
    """Looking back goes LINE_MAX characters at most, however long the line."""
    line = "ok 090-1234-5678 x, " * 400
    began = time.process_time()
    by_runs(line, Context())
    assert time.process_time() - began < 2


@given(st.lists(st.sampled_from([*VALUES, *LABELS, *MARKS, "Nov 22 host app[1]:", "様", "(a)", "10:00"]), max_size=8))
def test_one_line_read_twice_at_once_is_the_same_as_read_and_looked_at_again(words):
    context = DETECTOR.read("id|氏名|電話\n", Context())[1]
    for line in " ".join(words).replace("\r", "").split("\n"):
        for before in (Context(), context):
            sights, after = DETECTOR.read(line + "\n", before)
            if any(one.certain for one in sights):
                sights = tuple(dict.fromkeys((*sights, *DETECTOR.look(line, before.beside()))))
            assert DETECTOR.read_line(line, before) == (sights, after)
        context = after


def test_beside_what_is_sure_a_whole_line_is_read_with_weaker_evidence_before_it_too():
    found, _ = DETECTOR.read_line("0323456789 090-1234-5678", Context())
    assert [(one.start, one.end) for one in found] == [(11, 24), (0, 10)]
