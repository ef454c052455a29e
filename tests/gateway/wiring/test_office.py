import pytest

from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import EmployerAdded
from gateway.settings.reading import read
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.office import Unnamed, enter
from tests.gateway.cli.town import Town, a_town
from tests.gateway.wiring.office_town import office_of


def test_nobody_reads_and_acts_in_nothing(town: Town) -> None:
    with office_of(town, None) as office:
        assert office.lists.person_named("sato") is not None
        for refused in (office.require_person, office.desk, lambda: office.cut("S-1", "x")):
            with pytest.raises(CallRefused, match=r"entry\.nobody"):
                refused()
        with pytest.raises(CallRefused, match=r"bind\.first"):
            office.commit(EmployerAdded(id="E-1", name="x", kind="processor"))


def test_lists_need_no_service(tmp_path_factory: pytest.TempPathFactory) -> None:
    with a_town(tmp_path_factory.mktemp("down")) as town:
        pass
    with office_of(town, None) as office:
        assert office.lists.people() == []
        assert office.policy.roles
        with pytest.raises(GatewayFault, match="sekisho serve"):
            office.fields.digest("person.number", "1")
    with pytest.raises(GatewayFault, match="sekisho serve"):
        enter(read(town.settings), Unnamed.DEMO_OPERATOR)


def test_R22_a_person_does_what_his_roles_permit_and_a_refusal_names_whom_to_ask(town: Town) -> None:
    with office_of(town, "mori") as office:
        assert office.require(Permission.RECORDING_REPLAY).username == "mori"
        with pytest.raises(CallRefused) as refused:
            office.require(Permission.PEOPLE_MANAGE, "sato")
        assert "administrator" in refused.value.text.en
    assert town.events("office.refused")[-1]["permission"] == "people.manage"


def test_a_visit_that_is_over_is_over(town: Town) -> None:
    office = office_of(town, "ito")
    office.close()
    with pytest.raises(GatewayFault):
        office.commit(EmployerAdded(id="E-2", name="x", kind="processor"))
