import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.emulator.style import PLAIN, Style, change, erased, restyled
from gateway.guards.terminal import rendition
from tests.gateway.guards.emulator.streams import STYLES
from tests.gateway.guards.terminal.strict import forms

_items = st.one_of(st.sampled_from(STYLES), st.from_regex(rendition.PATTERN, fullmatch=True))
styled = st.lists(_items, max_size=4).map(lambda items: restyled(PLAIN, ";".join(items[:4])))


@given(styled, styled)
def test_a_change_is_allowed_and_leads_there(before, after):
    sequence = change(before, after)
    forms(sequence.encode())
    assert restyled(before, sequence[2:-1]) == after if sequence else before == after


@given(st.text("0123456789;:", max_size=30))
def test_no_parameters_break_it(parameters):
    restyled(PLAIN, parameters)


@pytest.mark.parametrize(
    ("parameters", "style"),
    [
        ("", PLAIN),
        ("1;31", Style(foreground="31", marks=1)),
        ("01;031", Style(foreground="31", marks=1)),
        ("1;;4", Style(underline=1)),
        ("38;5;7;48;2;1;2;3", Style(foreground="38;5;7", background="48;2;1;2;3")),
        ("38:5:7", Style(foreground="38;5;7")),
        ("48:2::1:2:3", Style(background="48;2;1;2;3")),
        ("48:2:1:2:3", Style(background="48;2;1;2;3")),
        ("58;5;9;4:3", Style(line="58:5:9", underline=3)),
        ("58:2::1:2:3", Style(line="58:2::1:2:3")),
        ("21", Style(underline=2)),
        ("31;39;41;49;7;27;1;2;22;9;29;53;55;8;28;3;23;6;25;4;24;58:5:1;59", PLAIN),
        ("10;20;26;51;61;73", PLAIN),
    ],
)
def test_what_parameters_choose(parameters, style):
    assert restyled(PLAIN, parameters) == style


def test_the_shorter_way_is_taken():
    assert change(Style(foreground="31", marks=1), Style(foreground="31", marks=1 | 4)) == "\x1b[3m"
    assert change(Style(foreground="31", marks=1), Style(foreground="32")) == "\x1b[0;32m"
    assert change(Style(foreground="31"), PLAIN) == "\x1b[m"


def test_erased_cells_keep_a_background():
    assert erased(Style("31", "44", "58:5:1", 3, 5)) == Style(background="44")
