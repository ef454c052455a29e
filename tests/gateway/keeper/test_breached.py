import hashlib

import pytest

from gateway.keeper.breached import LeakedPasswords
from gateway.people.password_strength import Leak
from gateway.vocabulary.outcome import GatewayFault

LISTED = [f"password number {number}" for number in range(500)]


@pytest.fixture
def leaked(tmp_path):
    lines = sorted(hashlib.sha1(each.encode()).hexdigest().upper() for each in LISTED)
    file = tmp_path / "leaked.txt"
    file.write_text("\n".join(f"{line}:{number}" for number, line in enumerate(lines)) + "\n")
    return LeakedPasswords(file)


def test_every_listed_one_is_found_and_no_other(leaked):
    assert {leaked.look(each) for each in LISTED} == {Leak.LISTED}
    assert {leaked.look(f"{each}!") for each in LISTED} == {Leak.NOT_LISTED}


def test_one_line_without_an_end_is_found(tmp_path):
    file = tmp_path / "one.txt"
    file.write_text(hashlib.sha1(b"x").hexdigest().upper())
    assert LeakedPasswords(file).look("x") is Leak.LISTED
    assert LeakedPasswords(file).look("y") is Leak.NOT_LISTED


def test_an_empty_list_lists_nothing_and_a_missing_one_is_a_fault(tmp_path):
    (tmp_path / "empty.txt").write_text("")
    assert LeakedPasswords(tmp_path / "empty.txt").look("x") is Leak.NOT_LISTED
    assert LeakedPasswords(None).look("x") is Leak.UNASKED
    with pytest.raises(GatewayFault):
        LeakedPasswords(tmp_path / "absent.txt").look("x")
