from gateway.guards.verdict import Why
from gateway.sessions.standing import Course, Standing
from gateway.settings.reading import read
from gateway.storage.engine import open_engine
from gateway.storage.stores.standings import Standings
from tests.gateway.cli.town import Connection, Session, Town


def test_the_list_names_person_terminal_target_and_recording(town: Town, recorded: Session) -> None:
    (line,) = [each for each in town.json("session", "list")["sessions"] if each["id"] == recorded.id]
    assert (line["username"], line["terminal_name"], line["target"]) == ("sato", "pc-1", "callcenter-app")
    assert line["recording"] == recorded.recording
    assert line["state"] == "ended"
    assert line["started_at"].endswith("Z")


def test_filters(town: Town, recorded: Session) -> None:
    assert town.json("session", "list", "--person", "yamada")["sessions"] == []
    assert recorded.id not in [each["id"] for each in town.json("session", "list", "--running")["sessions"]]
    assert recorded.id in town.run("session", "list", "--target", "callcenter-app").output


def test_R42_the_list_says_how_a_session_stands_how_many_it_showed_and_who_stands_by(town: Town, order: str) -> None:
    connection = Connection(town, "sato")
    session = connection.open(order)
    engine = open_engine(read(town.settings).database)
    with engine.begin() as written:
        stores = Standings(written)
        stores.counted(session.id, people=18, cap=20)
        stores.put(Standing(session=session.id, course=Course.FROZEN, why=Why.PEOPLE, used=20, limit=20))
    engine.dispose()
    (line,) = town.json("session", "list", "--running")["sessions"]
    assert (line["course"], line["why"], line["people"], line["people_cap"], line["attended_by"]) == (
        "frozen", "people", 18, 20, [],
    )  # fmt: skip
    plain = town.run("session", "list", "--running").output
    assert "18/20" in plain
    assert "凍結中" in plain
    session.end()
    connection.close()
    ended = [each for each in town.json("session", "list")["sessions"] if each["id"] == session.id]
    assert ended[0]["course"] is None
