from collections.abc import Iterator

import pytest

from gateway.crypto import openssh
from gateway.ipc.messages import CallRefused
from gateway.wiring import office_authorities
from gateway.wiring.office_second import confirm
from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import Town
from tests.gateway.wiring.office_town import office_of


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town of its own with a second administrator: what the others' town has one of stays one."""
    with a_settled_town(tmp_path_factory.mktemp("pair")) as town:
        town.enter("abe", "administrator", "A002", by="ito")
        yield town


def test_R22_an_authority_from_beginning_to_end(pair: Town) -> None:
    town, blob = pair, openssh.new_pair().public
    with office_of(town, "ito") as office:
        found, proposal = office_authorities.add_authority(office, "wiring-ca", blob)
    with office_of(town, "abe") as office:
        confirm(office, proposal)
    with office_of(town, "ito") as office:
        with pytest.raises(CallRefused, match=r"ca\.taken"):
            office_authorities.add_authority(office, "wiring-ca", openssh.new_pair().public)
        office_authorities.revoke_certificate(office, "wiring-ca", serial=3, key_id=None)
        with pytest.raises(CallRefused, match=r"ca\.done"):
            office_authorities.revoke_certificate(office, "wiring-ca", serial=3, key_id=None)
        office_authorities.revoke_authority(office, "wiring-ca")
        (line,) = [one for one in office.lists.authorities() if one.name == "wiring-ca"]
        assert (line.fingerprint, line.revoked) == (found, (("serial", "3"),))
        assert line.revoked_at is not None


@pytest.mark.parametrize("who", ["sato", "yamada", "mori"])
def test_R22_only_an_administrator_has_a_hand_in_it(pair: Town, who: str) -> None:
    with office_of(pair, who) as office:
        for act in (
            lambda: office_authorities.add_authority(office, "theirs", openssh.new_pair().public),
            lambda: office_authorities.revoke_authority(office, "theirs"),
            lambda: office_authorities.revoke_certificate(office, "theirs", serial=1, key_id=None),
        ):
            with pytest.raises(CallRefused, match=r"role\.missing"):
                act()
        assert "theirs" not in [one.name for one in office.lists.authorities()]
