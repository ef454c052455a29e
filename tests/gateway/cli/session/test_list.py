from tests.gateway.cli.town import Session, Town


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
