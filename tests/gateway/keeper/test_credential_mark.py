from dataclasses import replace

from gateway.keeper.credential_mark import mark_of
from tests.gateway.keeper.world import Credential

SATO = Credential(person="P-1", username="sato", roles=frozenset(), password_sealed=b"p", totp_sealed=b"t")


def test_the_mark_is_the_same_as_long_as_nothing_changes():
    assert mark_of(SATO) == mark_of(replace(SATO))
    assert len(mark_of(SATO)) == 32


def test_any_factor_changed_added_or_taken_away_is_another_mark():
    others = [
        replace(SATO, person="P-2"),
        replace(SATO, password_sealed=b"q"),
        replace(SATO, password_sealed=None),
        replace(SATO, totp_sealed=None),
        replace(SATO, totp_sealed=b""),
        replace(SATO, password_sealed=b"t", totp_sealed=b"p"),
        replace(SATO, password_sealed=b"pt", totp_sealed=b""),
        replace(SATO, passkeys=(b"k",)),
        replace(SATO, passkeys=(b"k", b"l")),
        replace(SATO, passkeys=(b"kl",)),
    ]
    assert len({mark_of(each) for each in (SATO, *others)}) == len(others) + 1


def test_roles_and_contract_are_no_credentials():
    assert mark_of(replace(SATO, username="other")) == mark_of(SATO)
