from dataclasses import replace

import pytest

from gateway.ipc.messages import CallRefused
from gateway.settings.reading import read
from gateway.vocabulary.identity import Role
from gateway.vocabulary.secret import Secret
from gateway.wiring.office import Unnamed, enter
from gateway.wiring.office_entry import os_user
from tests.gateway.cli.town import Town, a_town, said
from tests.gateway.wiring.office_town import actor, office_of


def test_R16_whoever_proves_himself_is_who_keeper_and_registrar_say(town: Town) -> None:
    with office_of(town, "yamada") as office:
        who = office.require_person()
    assert (who.person, who.username, who.roles) == (town.people["yamada"].id, "yamada", {Role.SUPERVISOR})
    assert who.os_user == os_user()


def test_R16_the_password_alone_or_the_code_alone_is_nothing(town: Town) -> None:
    good = actor(town, "yamada")
    for changes in ({"password": Secret(b"x")}, {"code": Secret(b"000000")}, {"username": "mori"}):
        with pytest.raises(CallRefused, match=r"entry\.wrong"):
            enter(read(town.settings), replace(good, **changes), clock=town.clock)
    declined = town.events("office.declined")[-3:]
    assert [(each["username"], each["factor"]) for each in declined] == [
        ("yamada", "password"),
        ("yamada", "code"),
        ("mori", "code"),
    ]
    enter(read(town.settings), actor(town, "yamada"), clock=town.clock).close()
    enter(read(town.settings), actor(town, "mori"), clock=town.clock).close()


def test_R16_five_failures_lock_and_the_words_say_how_long(tmp_path_factory: pytest.TempPathFactory) -> None:
    with a_town(tmp_path_factory.mktemp("locked")) as town:
        said(town.run("employer", "add", "みなと運用", "--json"))
        town.enter("ito", "administrator", "A001", by=None)
        bad = replace(actor(town, "ito"), password=Secret(b"x"))
        codes = []
        for _ in range(5):
            with pytest.raises(CallRefused) as refused:
                enter(read(town.settings), bad, clock=town.clock)
            codes.append(refused.value.code)
        assert codes == ["entry.wrong"] * 4 + ["entry.locked"]
        with pytest.raises(CallRefused, match=r"entry\.locked"):
            office_of(town, "ito")


def test_the_demo_operator_exists_only_beside_the_marker(town: Town, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(CallRefused, match=r"demo\.refused"):
        enter(read(town.settings), Unnamed.DEMO_OPERATOR, clock=town.clock)
    with a_town(tmp_path_factory.mktemp("demo"), demo=True) as demo:
        with enter(read(demo.settings), Unnamed.DEMO_OPERATOR, clock=demo.clock) as office:
            assert office.require_person().roles == {Role.DEMO_OPERATOR}
        said(demo.run("client", "add", "C01", "ほしみ通販", "--json"))
        assert demo.events("office.committed")[-1]["by_username"] == "demo-operator"


def test_no_secret_shows_itself(town: Town) -> None:
    assert "password=Secret(hidden)" in repr(actor(town, "mori"))
