"""What an engineer can open now, and the command."""

from gateway.wiring import office_openings
from tests.gateway.cli.town import Town, an_order
from tests.gateway.wiring.office_town import office_of


def test_R96_the_exact_command_of_what_is_open_now(town: Town) -> None:
    order = an_order(town)
    with office_of(town, "sato") as office:
        (way,) = [each for each in office_openings.my_openings(office) if each.order == order]
        port = office_openings.gateway_port(office)
    name = "sato+callcenter-app@localhost"
    assert way.command == (f"ssh {name}" if port == 22 else f"ssh -p {port} {name}")
    assert (way.target, way.account) == ("callcenter-app", "app")


def test_R23_nothing_is_open_for_anybody_else_or_before_approval(town: Town) -> None:
    an_order(town)
    asked = town.as_json("sato", "order", "request", "--template", "fault-data", "--reason", "照合")["order"]["id"]
    with office_of(town, "sato") as office:
        assert asked not in [each.order for each in office_openings.my_openings(office)]
    with office_of(town, "yamada") as office:
        assert office_openings.my_openings(office) == []
