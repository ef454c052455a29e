import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.terminal import kinds, modes, rendition, table
from gateway.guards.terminal.parameters import NUMBER_MAX, Choices, Numbers, Shaped, numbers_of
from gateway.guards.terminal.tokens import Sequence
from gateway.guards.terminal.verdict import judged

RULES = [Numbers(1), Numbers(2), Numbers(1, 1000), Choices({0, 1, 2}), Choices({0, 3}), Shaped("")]
RULES += [Shaped(rendition.PATTERN)]
given_parameters = st.text("0123456789:;", max_size=10)


@given(st.sampled_from(RULES), given_parameters)
def test_what_passes_as_it_stands_is_what_the_rule_leaves_as_it_is(rule, came):
    if re.fullmatch(rule.verbatim, came):
        assert rule.mended(came) == came


@given(st.sampled_from(RULES), given_parameters)
def test_what_was_mended_is_within_bounds_and_stays(rule, came):
    goes = rule.mended(came)
    if goes is not None:
        assert rule.mended(goes) == goes
        assert all(number <= NUMBER_MAX for number in numbers_of(goes) or ())


@pytest.mark.parametrize(
    ("rule", "came", "goes"),
    [
        (Numbers(1), "", ""),
        (Numbers(1), "007", "007"),
        (Numbers(1), "00007", "7"),
        (Numbers(1), "1000000000", "9999"),
        (Numbers(1), "1;2", None),
        (Numbers(2), "1;", "1;"),
        (Numbers(2), "1;2;3", None),
        (Numbers(2), "1:2", None),
        (Numbers(1, 1000), "1001", "1000"),
        (Choices({0, 2}), "2", "2"),
        (Choices({0, 2}), "1", None),
        (Choices({2}), "", None),
    ],
)
def test_numbers_are_bounded_and_what_is_no_number_is_refused(rule, came, goes):
    assert rule.mended(came) == goes


STYLES = ["", "0", "01;31", "1;;4", "38;5;0", "38;5;255", "48;2;0;128;255", "38:5:7", "38:2::1:2:3", "58:2:1:2:3"]
STYLES += ["4:3", "107", "38;5;1;1;4", ";".join(["1"] * 32)]
NO_STYLES = ["38", "38;5", "38;5;256", "38;2;1;2", "38;3;1", "4:6", "4:3:1", "108", "56", "38:2:1", "48:5", "1:2"]
NO_STYLES += ["999999999", "008", ";".join(["1"] * 33)]


@pytest.mark.parametrize("style", STYLES)
def test_styles_that_pass(style):
    assert judged(Sequence(style, "m")) == (f"\x1b[{style}m", ())


@pytest.mark.parametrize("style", NO_STYLES)
def test_styles_that_nobody_knows(style):
    assert judged(Sequence(style, "m"))[0] == ""


def test_a_mode_is_allowed_or_refused_but_not_both():
    assert not modes.PRIVATE & modes.REFUSED.keys()


def test_nothing_that_has_a_name_among_the_withheld_is_allowed():
    named = {key for key in kinds._SEQUENCES if key[0] is not None}
    assert named & table.SEQUENCES.keys() == {(">", "", "m")}  # by its parameters
    plain = {final for marker, between, final in table.SEQUENCES if not marker and not between}
    assert plain.isdisjoint("cinqtxy")


@given(
    st.text("0123456789:;<=>? !\"#$%&'()*+,-./", max_size=8), st.sampled_from([chr(code) for code in range(0x40, 0x7F)])
)
def test_what_a_pattern_of_the_fast_path_matches_is_judged_the_same(body, final):
    token = Sequence(body, final)
    if re.fullmatch(table.verbatim(), token.text[1:]):
        assert judged(token) == (token.text, ())
    shown, findings = judged(token)
    assert shown or findings


def test_numbers_that_are_none():
    assert numbers_of("1;;3") == (1, 0, 3)
    assert numbers_of("1:2") is None
