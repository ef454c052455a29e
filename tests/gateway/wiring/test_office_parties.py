import pytest

from gateway.ipc.messages import CallRefused
from gateway.wiring.office_parties import client_ids, employer_id
from tests.gateway.cli.town import Town
from tests.gateway.wiring.office_town import office_of


def test_a_company_is_named_by_its_id_or_its_full_name(town: Town) -> None:
    with office_of(town, "ito") as office:
        known = {line.name: line.id for line in office.lists.employers()}
        assert employer_id(office, "みなと運用") == employer_id(office, known["みなと運用"]) == known["みなと運用"]
        assert client_ids(office, ("C01", "ほしみ通販")) == ("C01", "C01")
        assert client_ids(office, ()) == ()


@pytest.mark.parametrize("wanted", ["E-nope", "みなと", "", "%"])
def test_what_is_not_registered_is_refused_and_where_to_look_is_said(town: Town, wanted: str) -> None:
    with office_of(town, "ito") as office:
        with pytest.raises(CallRefused, match=r"employer\.absent") as refused:
            employer_id(office, wanted)
        assert "sekisho employer list" in refused.value.text.en
        with pytest.raises(CallRefused, match=r"client\.absent") as refused:
            client_ids(office, ("C01", wanted))
        assert "sekisho client list" in refused.value.text.ja
