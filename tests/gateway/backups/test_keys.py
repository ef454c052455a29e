import os

import pytest

from gateway.backups.keys import making_keys, opening_keys, read_making_keys
from gateway.crypto import signing, wrapping
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret


def test_both_sides_are_made_from_the_one_master_key():
    master = Secret(os.urandom(32))
    making, opening = making_keys(master), opening_keys(master)
    assert making.verifier == opening.verifier == signing.public_of(making.sign)
    assert making.public == wrapping.public_of(opening.open)
    assert opening_keys(Secret(os.urandom(32))).verifier != opening.verifier


def test_what_lies_on_the_machine_holds_no_opening_key():
    master = Secret(os.urandom(32))
    kept = making_keys(master).kept()
    assert read_making_keys(kept).kept() == kept
    assert opening_keys(master).open.reveal() not in kept
    assert master.reveal() not in kept


def test_a_damaged_file_is_a_fault():
    for wrong in (b"", bytes(63), bytes(65)):
        with pytest.raises(GatewayFault, match="split"):
            read_making_keys(wrong)
