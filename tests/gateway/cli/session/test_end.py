import time

from tests.gateway.cli.town import Connection, Town, told


def test_R42_a_supervisor_cuts_a_running_session_and_it_is_journalled(town: Town, order: str) -> None:
    connection = Connection(town, "sato")
    session = connection.open(order)
    assert town.as_json("yamada", "session", "end", session.id, "--reason", "不審な操作")["session"]["cut"] is True
    cut = town.events("session.cut")[-1]
    assert (cut["session"], cut["by_username"], cut["reason"]) == (session.id, "yamada", "不審な操作")
    session.end()
    connection.close()
    deadline = time.monotonic() + 5
    while session.id in [each["id"] for each in town.json("session", "list", "--running")["sessions"]]:
        assert time.monotonic() < deadline


def test_R42_others_may_not_and_a_session_that_is_over_cannot_be_cut(town: Town) -> None:
    end = ("session", "end", "S-20261122-0000000000", "--reason", "x", "--json")
    assert told(town.as_("sato", *end), 1)["code"] == "role.missing"
    assert told(town.as_("yamada", *end), 1)["code"] == "session.not-live"
    assert told(town.run(*end), 1)["code"] == "entry.nobody"
