import pytest

from gateway.crypto import openssh
from gateway.crypto.digest import fingerprint
from gateway.ipc.messages import CallRefused
from gateway.wiring import office_keys
from gateway.wiring.office_keys import PublicKey
from tests.gateway.cli.town import Town
from tests.gateway.wiring.office_town import office_of


def test_R18_one_key_has_one_owner_for_ever(town: Town) -> None:
    key = PublicKey(blob=openssh.new_pair().public, comment="sato")
    with office_of(town, "ito") as office:
        added = office_keys.add_key(office, "sato", key)
        assert added == fingerprint(key.blob)
        for owner in ("sato", "yamada"):
            with pytest.raises(CallRefused, match=r"key\.taken") as refused:
                office_keys.add_key(office, owner, key)
            assert "sato" in refused.value.text.en
        office_keys.revoke_key(office, added)
        with pytest.raises(CallRefused, match=r"key\.taken"):
            office_keys.add_key(office, "sato", key)


def test_another_refusal_is_passed_on(town: Town) -> None:
    with office_of(town, "ito") as office:
        other = CallRefused("stale", office_keys.texts.NOBODY)
        assert office_keys.key_taken(office, other, ()) is other
        with pytest.raises(CallRefused, match=r"person\.absent"):
            office_keys.account(office, "nobody1")


def test_a_keys_own_comment_is_left_behind() -> None:
    line = openssh.line(openssh.new_pair().public)
    assert office_keys.read_key(f"{line} 渡辺桂", "watanabe").comment == "watanabe"
