import json

import pytest

from tests.gateway.backups.a_backup import sekisho, split


@pytest.fixture(scope="module")
def shares(town):
    return split(town)


def test_two_shares_that_give_the_key(town, shares):
    said = sekisho("custody", "check", settings=town.settings, shares=shares[::2])
    assert (said.returncode, json.loads(said.stdout)) == (0, {"holds": True})


def test_two_that_do_not(town, shares):
    others = split(town)
    said = sekisho("custody", "check", settings=town.settings, shares=[shares[0], others[1]])
    assert said.returncode == 1
    assert json.loads(said.stdout)["holds"] is False
    assert not any(share.reveal().decode() in said.stdout + said.stderr for share in (*shares, *others))


def test_one_descriptor_or_an_empty_one_is_refused(town, shares):
    assert sekisho("custody", "check", settings=town.settings, shares=shares[:1]).returncode == 2
    assert town.run("custody", "check").exit_code == 1  # no terminal to ask on
