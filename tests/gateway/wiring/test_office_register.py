import pytest

from gateway.crypto import openssh
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.terminal import Terminal
from gateway.wiring import office_register
from tests.gateway.cli.town import Town
from tests.gateway.wiring.office_town import office_of


def test_a_terminal_is_registered_and_given_up(town: Town) -> None:
    blob = openssh.new_pair().public
    with office_of(town, "ito") as office:
        terminal = Terminal(
            id=new_identifier("T", town.clock.now()), name="pc-50", site="東京", owner="E", public_key=blob,
            standing=Standing.ACTIVE,
        )  # fmt: skip
        office_register.add_terminal(office, terminal)
        assert office_register.set_terminal(office, "pc-50", Standing.REVOKED).standing is Standing.REVOKED
        with pytest.raises(CallRefused, match=r"terminal\.absent"):
            office_register.set_terminal(office, "pc-51", Standing.REVOKED)


def test_R22_whoever_is_no_administrator_changes_nothing(town: Town) -> None:
    with office_of(town, "yamada") as office:
        for attempt in (
            lambda: office_register.set_target(office, "callcenter-app", Standing.SUSPENDED),
            lambda: office_register.add_client(office, code="C50", name="x"),
            lambda: office_register.add_employer(office, employer="E-50", name="x", kind="processor"),
        ):
            with pytest.raises(CallRefused, match=r"role\.missing"):
                attempt()
        assert office_register.target_named(office, "callcenter-app").standing is Standing.ACTIVE
    assert [each["subject"] for each in town.events("office.refused")[-3:]] == ["callcenter-app", "C50", "E-50"]
