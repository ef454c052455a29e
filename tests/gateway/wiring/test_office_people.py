from dataclasses import replace
from datetime import date

import pytest

from gateway.crypto import openssh
from gateway.ipc.messages import CallRefused
from gateway.people.registration import Application
from gateway.settings.reading import read
from gateway.vocabulary.identity import Engagement, Role, Standing
from gateway.vocabulary.secret import Secret
from gateway.wiring import office_people, office_person_change
from gateway.wiring.office_keys import PublicKey, account
from gateway.wiring.office_proofs import Factors, new_code_secret
from tests.databases import kept_in
from tests.found_in import found_in
from tests.gateway.cli.town import Town
from tests.gateway.wiring.office_town import office_of

FORM = Application(
    username="watanabe", name="渡辺 桂", kana="ワタナベ ケイ", number="E777", employer="みなと運用",
    engagement=Engagement.OWN, agency=None, contract_end=date(2035, 3, 31), roles=frozenset({Role.ENGINEER}),
)  # fmt: skip


def test_a_code_secret_is_160_bits_of_chance_in_base_32() -> None:
    one, other = new_code_secret(), new_code_secret()
    assert len(one.reveal()) == 32
    assert one != other


def test_R13_R83_a_person_is_registered_sealed_and_once(town: Town) -> None:
    key = PublicKey(blob=openssh.new_pair().public, comment="watanabe")
    factors = Factors(password=Secret(b"a password of hers"), code_secret=new_code_secret(), keys=(key,))
    with office_of(town, "ito") as office:
        person = office_people.add_person(office, FORM, factors).id
        assert office.lists.real_names([person])[person].name == "渡辺 桂"
        with pytest.raises(CallRefused, match=r"person\.taken"):
            office_people.add_person(office, FORM, factors)
        assert office_person_change.set_standing(office, "watanabe", Standing.SUSPENDED).standing is Standing.SUSPENDED
        assert account(office, "watanabe").standing is Standing.SUSPENDED
    secrets = ("渡辺".encode(), b"E777", factors.code_secret.reveal())
    assert found_in(kept_in(read(town.settings)), *secrets) == []
    assert found_in(kept_in(read(town.settings)), b"watanabe"), "what is kept is found"


def test_a_form_that_is_not_whole_reaches_nobody(town: Town) -> None:
    factors = Factors(password=None, code_secret=new_code_secret(), keys=())
    with office_of(town, "ito") as office, pytest.raises(CallRefused, match=r"person\.unfit"):
        office_people.add_person(office, replace(FORM, username="root", contract_end=None), factors)
