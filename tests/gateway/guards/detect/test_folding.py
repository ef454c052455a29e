import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.detect.folding import folded, seen, squeezed


@given(st.text())
def test_folding_keeps_the_length_and_is_done_once(text):
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize("written", ["０９０", "٠٩٠", "०९०", "𝟎𝟗𝟎", "⓪⑨⓪", "₀₉₀"])
def test_the_digits_of_every_script_are_digits(written):
    assert folded(written) == "090"


@given(st.text())
def test_what_nobody_sees_is_taken_out_and_the_places_are_known(text):
    plain, places = seen(text)
    assert plain == (text if places is None else "".join(text[at] for at in places))


def test_hidden_signs():
    assert seen("0\u200b9\u20e30\u0301") == ("090", (0, 2, 4))
    assert seen("09が") == ("09が", None)
    assert squeezed("ｻﾄｳ ﾀﾛｳ") == "サトウタロウ"
