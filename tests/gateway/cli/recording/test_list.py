from tests.gateway.cli.town import Session, Town


def test_recordings_newest_first_by_person(town: Town, recorded: Session) -> None:
    (line,) = [
        each
        for each in town.json("recording", "list", "--person", "sato")["recordings"]
        if each["id"] == recorded.recording
    ]
    assert (line["state"], line["session"], len(line["final_hash"])) == ("sealed", recorded.id, 64)
    assert town.json("recording", "list", "--person", "ito")["recordings"] == []
    assert len(town.json("recording", "list", "--limit", "1")["recordings"]) == 1
    assert "正常終了" in town.run("recording", "list").output
