import pytest

from gateway.authentication.ports import Checked, Verdict


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.RIGHT])
def test_R16_only_a_right_code_can_carry_an_assertion(verdict):
    assert Checked(verdict=Verdict.RIGHT, assertion=b"a").assertion == b"a"
    with pytest.raises(ValueError):
        Checked(verdict=verdict, assertion=b"a")
