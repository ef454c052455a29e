import pytest

from gateway.disclosure.keeping import Counts, Door


@pytest.mark.parametrize("name", ["masked", "revealed", "at_most", "withheld"])
def test_nobody_is_shown_less_than_nothing(name):
    assert Counts(**{name: 0}) == Counts()
    with pytest.raises(ValueError, match="less"):
        Counts(**{name: -1})


def test_a_door_is_stored_by_its_word():
    assert [each.value for each in Door] == ["database", "shell"]
