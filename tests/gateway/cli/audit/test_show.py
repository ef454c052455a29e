from tests.gateway.cli.town import Session, Town


def test_entries_are_filtered_by_kind_person_session_and_time(town: Town, recorded: Session) -> None:
    of_session = town.json("audit", "show", "--session", recorded.id)["entries"]
    assert {"session.opened", "session.ended", "recording.closed"} <= {each["kind"] for each in of_session}
    family = town.json("audit", "show", "--kind", "session", "--session", recorded.id)["entries"]
    assert {each["kind"].split(".")[0] for each in family} == {"session"}
    mine = town.json("audit", "show", "--person", "sato", "--limit", "3")["entries"]
    assert {each["data"]["person"] for each in mine} == {town.people["sato"].id}
    assert [each["seq"] for each in mine] == sorted(each["seq"] for each in mine)
    assert town.json("audit", "show", "--since", "2099-01-01T00:00")["entries"] == []
    assert town.json("audit", "show", "--until", "2020-01-01T00:00")["entries"] == []


def test_the_screen_names_people_and_japan_time(town: Town, recorded: Session) -> None:
    output = town.run("audit", "show", "--session", recorded.id).output
    assert "sato" in output
    assert "JST" in output
    assert "session.opened" in output


def test_entries_that_were_left_out_are_said_to_be(town: Town, recorded: Session) -> None:
    shown = town.run("audit", "show", "--session", recorded.id, "--limit", "2")
    assert "the newest 2; --limit shows more" in shown.output
    assert "--limit" not in town.run("audit", "show", "--session", recorded.id).output


def test_hostile_text_in_an_entry_is_escaped(town: Town) -> None:
    text = "wrong\n123456\n"
    town.run("order", "approve", "WO-1", "--as", "x\x1b[2J\x07", "--password-stdin", text=text)
    output = town.run("audit", "show", "--kind", "office.declined").output
    assert "\\x1b[2J" in output
    assert "\x1b" not in output
