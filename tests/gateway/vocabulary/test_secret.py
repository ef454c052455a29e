import copy
import pickle
import traceback

import pytest

from gateway.vocabulary.secret import Secret

HIDDEN = Secret(b"correct horse")


def test_R14_a_secret_does_not_show_itself():
    assert "horse" not in f"{HIDDEN} {HIDDEN!r} {[HIDDEN]} {(HIDDEN,)!s}"


def test_R14_a_secret_is_not_in_a_traceback():
    try:
        raise ValueError(HIDDEN)
    except ValueError:
        assert "horse" not in traceback.format_exc()


@pytest.mark.parametrize("take", [pickle.dumps, copy.copy, copy.deepcopy, hash, vars])
def test_R14_a_secret_cannot_be_carried_off_by_accident(take):
    with pytest.raises(TypeError):
        take(HIDDEN)


def test_secrets_are_equal_by_value():
    assert Secret(b"a") == Secret(b"a")
    assert Secret(b"a") != Secret(b"b")
    assert Secret(b"a") != b"a"
    assert HIDDEN.reveal() == b"correct horse"
