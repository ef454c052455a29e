import itertools
import time

import pytest

from gateway.guards.detect import Context, Detector
from gateway.guards.detect.runs import RUN
from tests.gateway.guards.detect.texts import DETECTOR, seen

RARE = "鷁塚 侃鷹"  # in no list


@pytest.mark.parametrize(
    "text",
    [
        f'{{"氏名": ["{RARE}"]}}',
        f'{{"氏名": ["x", "{RARE}", 1, "{RARE}"]}}'.replace('"x"', "1"),
        f'{{"氏名": {{"S": "{RARE}"}}, "x": 1}}',
        f'  "氏名": [\n    "{RARE}",\n    "{RARE}"\n  ]',
        f"氏名:\n  - {RARE}\n  - {RARE}",
        f"氏名: |\n  {RARE}",
        f"住所:\n  - 電話: 0312345678\n  - {RARE} 1-2-3",
        f"【氏名】{RARE}",
        f"氏名 -> {RARE}",
        f"氏名=('{RARE}', 1)",
        f"GET /x?a=1&氏名={RARE} HTTP/1.1",
        f"log│氏名: {RARE}│",
        f"氏名 │ {RARE}",
        f"<氏名>{RARE}</氏名>",
    ],
)
def test_R05_wherever_a_key_stands_its_values_are_seen(text):
    found = seen(text)
    assert [value for _, value in found if value == RARE] == [RARE] * text.count(RARE) or "1-2-3" in text
    assert found[-1][1].startswith(RARE)


def test_R05_a_key_and_tabs_before_a_number():
    assert seen("電話番号\t0312345678") == [("phone", "0312345678")]
    assert seen("氏名\t備考\tmemo") == []


@pytest.mark.parametrize(
    "text",
    [
        'x = ["鷁塚 侃鷹", "b"]',
        '{"tags": ["鷁塚 侃鷹"]}',
        '{"氏名": [], "注": "鷁塚 侃鷹"}',
        '"氏名": ["ア"]\n"鷁塚 侃鷹"',
        "氏名:\n続きは次の章で説明します",
        "住所:\n  変更の場合は届けを出します",
        "name:\n  鷁塚の設定",
    ],
)
def test_what_no_key_says_is_not_seen(text):
    assert "鷁塚 侃鷹" not in [value for _, value in seen(text)]
    assert not any(len(value) > 3 for _, value in seen(text))


@pytest.mark.parametrize(
    "text",
    [
        f'{{"氏名": ["{RARE}", "{RARE}"], "tel": [0312345678, "0452345678"]}}\n  "mail": [\n "a@b.jp",\n"c@d.jp"]\nx',
        f"氏名:\n  - {RARE}\n  - '{RARE}'\n氏名: '{RARE}' 【電話】0312345678\n",
    ],
)
def test_R05_any_cut_between_runs_sees_the_same(text):
    whole = DETECTOR.look(text, Context())
    borders = sorted({0, len(text), *(run.start() for run in RUN.finditer(text))})
    context, pieces = Context(), []
    for start, stop in itertools.pairwise(borders):
        sights, context = Detector().read(text[start:stop], context)
        pieces += [one._replace(start=one.start + start, end=one.end + start) for one in sights]
    assert tuple(pieces) == whole


def test_a_value_that_has_only_begun_is_somebodys_behind_its_key():
    context = DETECTOR.read("メール: ", Context())[1]
    assert DETECTOR.begun("taro", context) == (0, 4)
    assert DETECTOR.begun("taro", Context()) is None
    assert DETECTOR.begun("090-1", Context()) == (0, 5)
    assert DETECTOR.begun("\u200b090-1", Context()) == (1, 6)


@pytest.mark.parametrize("line", ['"氏名": [' + '"a",' * 900, "氏名=[" * 600, '"氏名": {"S":' * 300, "氏名\t" * 1000])
def test_the_time_grows_with_the_line_and_no_faster(line):
    began = time.process_time()
    DETECTOR.look(line, Context())
    assert time.process_time() - began < 0.5
