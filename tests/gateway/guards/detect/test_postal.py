import pytest

from gateway.guards.detect.postal import is_given
from tests.gateway.guards.detect.texts import certain, seen


def test_codes_are_those_of_japan_post():
    assert is_given("1000005")
    assert is_given("5110085")
    assert not is_given("0000000")
    assert not is_given("9999999")
    assert sum(is_given(f"{code:07d}") for code in range(1_000_000, 1_010_000)) < 3000


@pytest.mark.parametrize("written", ["〒100-0005", "〒 100-0005", "〒1000005", "１００－０００５", "100-0005"])
def test_R05_a_code_is_seen(written):
    assert [kind for kind, _ in seen(f"{written}、")] == ["postal"]


def test_a_code_is_certain_with_its_mark_or_a_place_behind_it():
    assert certain("part 100-0005 rev") == []
    assert certain("〒100-0005") == ["postal"]
    assert certain("100-0005 東京都") == ["postal"]


@pytest.mark.parametrize("text", ["000-1234", "1100-0005", "100-00051", "100-0005-1", "v100-0005", "10:100-0005.7"])
def test_what_is_part_of_another_number_is_none(text):
    assert seen(text) == []
