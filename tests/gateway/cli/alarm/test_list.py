from gateway.listener.events import ChannelRefused
from gateway.registrar.events import LeaseRefused
from gateway.worker.events import AlarmMailed
from tests.gateway.cli.alarm.a_journal import written
from tests.gateway.cli.town import Session, Town


def test_alarms_are_read_by_the_table_newest_last(town: Town, recorded: Session) -> None:
    person = town.people["sato"].id
    first = written(town, LeaseRefused(person=person, terminal="T-2", held_by_terminal="T-1"))
    written(town, ChannelRefused(person=person, request="subsystem", address="a"))
    found = town.json("alarm", "list")["alarms"]
    (one,) = [each for each in found if each["seq"] == first]
    assert (one["kind"], one["severity"], one["mailed"]) == ("lease.refused", "urgent", False)
    assert f"sato ({person})" in one["ja"]
    assert "T-1" in one["en"]
    assert one["next"]["en"]
    assert one["ask"]["ja"]
    assert one["data"]["held_by_terminal"] == "T-1"
    assert [each["seq"] for each in found] == sorted(each["seq"] for each in found)
    assert "channel.refused" not in {each["kind"] for each in found}


def test_what_was_mailed_is_said(town: Town, recorded: Session) -> None:
    first = written(town, LeaseRefused(person="P-x", terminal="T-2", held_by_terminal="T-1"))
    written(town, AlarmMailed(first=first, through=first, alarms=1, recipients=2, missed=0))
    later = written(town, LeaseRefused(person="P-y", terminal="T-2", held_by_terminal="T-1"))
    mailed = {each["seq"]: each["mailed"] for each in town.json("alarm", "list")["alarms"]}
    assert mailed[first]
    assert not mailed[later]
    output = town.run("alarm", "list").output
    assert "送信済" in output
    assert "未送信" in output
    assert "緊急" in output
    assert "JST" in output


def test_since_and_limit(town: Town, recorded: Session) -> None:
    written(town, LeaseRefused(person="P-z", terminal="T-2", held_by_terminal="T-1"))
    assert town.json("alarm", "list", "--since", "2099-01-01T00:00")["alarms"] == []
    newest = town.json("alarm", "list", "--limit", "1")["alarms"]
    assert [each["data"]["person"] for each in newest] == ["P-z"]
    assert town.json("alarm", "list", "--since", "2020-01-01T00:00", "--limit", "1")["alarms"] == newest


def test_a_clients_text_is_escaped(town: Town, recorded: Session) -> None:
    written(town, LeaseRefused(person="P-\x1b[2J", terminal="T-2\x07", held_by_terminal="T-1"))
    output = town.run("alarm", "list", "--limit", "1").output
    assert "\x1b" not in output
    assert "\x07" not in output
