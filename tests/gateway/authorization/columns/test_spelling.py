import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.columns.spelling import NAME_BYTES_MAX, fits


@pytest.mark.parametrize("name", ["a", "_x$1", "顧客名", "a" * 63, "名" * 21])
def test_a_word_fits(name: str) -> None:
    assert fits(name)


@pytest.mark.parametrize(
    "name", ["", "1a", "a b", "a.b", 'a"b', "a\u202eb", "a\u200bb", "a" * 64, "名" * 22, "\ud800", "a\n"]
)
def test_what_people_could_misread_does_not(name: str) -> None:
    assert not fits(name)


@given(st.text())
def test_what_fits_is_visible_and_short(name: str) -> None:
    if fits(name):
        assert name.isprintable()
        assert len(name.encode()) <= NAME_BYTES_MAX
