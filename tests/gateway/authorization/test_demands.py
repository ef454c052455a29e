"""What a permit demands, in words."""

from typing import get_args

from gateway.authorization.demands import demanded
from gateway.authorization.limits import OnTransferStart
from gateway.authorization.obligations import OBLIGATIONS, CommandsListed, Obligation, Painted
from tests.gateway.authorization.a_request import an_order, the_policy


def test_every_obligation_has_its_words_in_both_languages() -> None:
    made = [make(an_order(), the_policy().limits) for make in OBLIGATIONS.values()]
    assert {type(each) for each in made} == set(get_args(Obligation))
    for each in made:
        words = demanded(each)
        assert words.en.isascii()
        assert not words.ja.isascii()


def test_every_answer_to_a_transfer_has_its_words() -> None:
    for each in OnTransferStart:
        assert demanded(Painted(on_transfer_start=each)).ja


def test_a_purpose_that_nobody_named_is_harmless() -> None:
    assert "\x1b" not in demanded(CommandsListed(purpose="\x1b[2J", limits=the_policy().limits.commands)).en
