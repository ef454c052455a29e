from tests.gateway.cli.town import Session, Town, told


def test_one_session_in_full(town: Town, recorded: Session) -> None:
    shown = town.json("session", "show", recorded.id)["session"]
    assert (shown["recording"], shown["end_reason"]) == (recorded.recording, "left")
    assert "JST" in town.run("session", "show", recorded.id).output


def test_no_such_session(town: Town) -> None:
    assert told(town.run("session", "show", "S-1", "--json"), 1)["code"] == "session.absent"
