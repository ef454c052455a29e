from tests.gateway.cli.town import Session, Town


def replay(town: Town, name: str, recording: str, *more: str) -> tuple[int, str]:
    found = town.as_(name, "replay", recording, "--purpose", "苦情の調査", *more)
    return found.exit_code, found.output


def test_R40_a_text_is_found_without_playing_and_the_viewing_is_journalled(town: Town, recorded: Session) -> None:
    status, output = replay(town, "mori", recorded.recording, "--search", "顧客")
    assert status == 0
    assert "顧客一覧" in output
    viewed = town.events("recording.viewed")[-1]
    assert (viewed["how"], viewed["purpose"], viewed["session"]) == ("replay", "苦情の調査", recorded.id)


def test_R40_nobody_but_an_auditor_replays(town: Town, recorded: Session) -> None:
    for name in ("ito", "yamada", "sato"):
        assert replay(town, name, recorded.recording)[0] == 1
    assert town.run("replay", recorded.recording, "--purpose", "x").exit_code == 1
