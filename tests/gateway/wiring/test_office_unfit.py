import pytest

from gateway.vocabulary.outcome import Text
from gateway.wiring.office_unfit import FieldsRefused, Objected, require_fit

ONE = Objected(field="a", code="x.one", text=Text(ja="一", en="one"))
TWO = Objected(field="b", code="x.two", text=Text(ja="二", en="two"))


def test_nothing_objected_to_is_fit() -> None:
    require_fit([])


def test_the_first_code_and_every_text_once() -> None:
    with pytest.raises(FieldsRefused) as refused:
        require_fit([ONE, TWO, ONE])
    assert refused.value.code == "x.one"
    assert refused.value.text == Text(ja="一\n二", en="one\ntwo")
    assert refused.value.objected == (ONE, TWO, ONE)
