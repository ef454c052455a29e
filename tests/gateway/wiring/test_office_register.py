from dataclasses import replace

import pytest

from gateway.crypto import openssh
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Employer, Standing
from gateway.vocabulary.terminal import Terminal
from gateway.wiring import office_employers, office_register
from gateway.wiring.office_parties import employer_id
from tests.gateway.cli.town import Town
from tests.gateway.wiring.office_town import office_of


def test_a_terminal_is_registered_and_given_up(town: Town) -> None:
    blob = openssh.new_pair().public
    with office_of(town, "ito") as office:
        terminal = Terminal(
            id=new_identifier("T", town.clock.now()), name="pc-50", site="東京", owner=employer_id(office, "みなと運用"),
            public_key=blob, standing=Standing.ACTIVE,
        )  # fmt: skip
        with pytest.raises(CallRefused, match=r"employer\.absent"):  # the registrar's own word
            office_register.add_terminal(office, replace(terminal, owner="E-nope"))
        office_register.add_terminal(office, terminal)
        assert office_register.set_terminal(office, "pc-50", Standing.REVOKED).standing is Standing.REVOKED
        with pytest.raises(CallRefused, match=r"terminal\.absent"):
            office_register.set_terminal(office, "pc-51", Standing.REVOKED)


def test_R22_whoever_is_no_administrator_changes_nothing(town: Town) -> None:
    with office_of(town, "yamada") as office:
        for attempt in (
            lambda: office_register.set_terminal(office, "pc-1", Standing.SUSPENDED),
            lambda: office_employers.add_employer(office, Employer(id="E-50", name="x", kind="processor")),
        ):
            with pytest.raises(CallRefused, match=r"role\.missing"):
                attempt()
        assert office_register.terminal_named(office, "pc-1").standing is Standing.ACTIVE
    assert [each["subject"] for each in town.events("office.refused")[-2:]] == ["pc-1", "E-50"]
