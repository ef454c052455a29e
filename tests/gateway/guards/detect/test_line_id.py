import pytest

from gateway.guards.detect import Context, Detector, LineShape
from tests.gateway.guards.detect.texts import certain, seen


def test_R05_ids_of_lines_have_the_shapes_of_their_owner():
    assert seen("radius CAF1234567890 COP12345678 ok") == [("line-id", "CAF1234567890"), ("line-id", "COP12345678")]
    assert certain("user=L1234567890") == []
    assert seen("user=L1234567890") == [("line-id", "L1234567890")]
    assert seen("XCAF1234567890 CAF123456789 CAF12345678901") == []


def test_an_owner_may_name_other_shapes():
    other = Detector([LineShape(letters="HKR", least=7, most=9)])
    assert [one.value_key for one in other.look("HKR1234567 CAF1234567890", Context())] == [b"HKR1234567"]
    assert Detector([]).look("CAF1234567890", Context()) == ()


@pytest.mark.parametrize(
    ("letters", "least", "most"), [("", 8, 8), ("A.*", 8, 8), ("CAF", 3, 8), ("CAF", 9, 8), ("CAF", 8, 40)]
)
def test_a_shape_is_letters_and_a_bounded_number_of_digits(letters, least, most):
    with pytest.raises(ValueError, match="line id"):
        LineShape(letters=letters, least=least, most=most)
