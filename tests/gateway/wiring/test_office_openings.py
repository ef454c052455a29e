"""What an engineer can open now, and the command."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from gateway.settings.schema import Postgres
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


class _Office:
    """As far as the command goes."""

    def __init__(self, tmp_path: Path, **door: object) -> None:
        made = Postgres(**door)  # type: ignore[arg-type]
        self.settings = SimpleNamespace(
            postgres=made, admin_ui=SimpleNamespace(public_url="https://office.example:8443")
        )
        self.places = SimpleNamespace(postgres_port=tmp_path / "postgres.port")


FILES = "sslmode=verify-full sslrootcert=office-ca.crt sslcert=terminal.crt sslkey=terminal.key"


@pytest.mark.parametrize(
    ("door", "command"),
    [
        ({}, None),
        ({"port": 5432}, f'psql "host=office.example user=sato+callcenter-db {FILES}"'),
        ({"port": 6432, "names": ("db.example",)}, f'psql "host=db.example port=6432 user=sato+callcenter-db {FILES}"'),
        ({"port": 0}, f'psql "host=office.example port=45678 user=sato+callcenter-db {FILES}"'),
    ],
)
def test_R96_a_database_is_opened_by_psql(tmp_path: Path, door: dict[str, object], command: str | None) -> None:
    (tmp_path / "postgres.port").write_text("45678\n")
    assert office_openings._psql(_Office(tmp_path, **door), "sato+callcenter-db") == command  # type: ignore[arg-type]


def test_R23_nothing_is_open_for_anybody_else_or_before_approval(town: Town) -> None:
    an_order(town)
    asked = town.as_json("sato", "order", "request", "--template", "fault-data", "--reason", "照合")["order"]["id"]
    with office_of(town, "sato") as office:
        assert asked not in [each.order for each in office_openings.my_openings(office)]
    with office_of(town, "yamada") as office:
        assert office_openings.my_openings(office) == []
