"""`sekisho inquiry client`: totals, lines and sessions equal to a recount, journalled before the first line (R-47)."""

from collections import Counter

from tests.gateway.cli.inquiry.a_reader import Reader
from tests.gateway.cli.town import Town, said, told


def asked(town: Town, *options: str) -> dict:
    return town.as_json("mori", "inquiry", "client", "C01", "--purpose", "月次の報告", *options)


def test_R47_totals_lines_and_sessions_are_the_same_recount(town: Town, reader: Reader) -> None:
    reader.reads("1", "2", "3")
    reader.end()
    found = asked(town)
    recount = Counter[str]()
    for each in town.events("disclosure.shown"):
        if each["client"] == "C01":
            recount["at_most" if each["at_most"] else "masked"] += each["rows"]
            recount["revealed"] += each["people"]
    for name in ("masked", "at_most", "revealed"):
        assert found["total"][name] == recount[name]
        assert sum(each[name] for each in found["lines"]) == recount[name]
        assert sum(each[name] for each in found["sessions"]) == recount[name]
    mine = next(each for each in found["sessions"] if each["session"] == reader.session.id)
    assert (mine["username"], mine["terminal"], mine["purpose"], mine["masked"]) == ("sato", "pc-1", "failure", 3)
    employers = {each["id"]: each for each in found["employers"]}
    assert (employers[mine["employer"]]["name"], employers[mine["employer"]]["kind"]) == ("みなと運用", "processor")


def test_R47_it_is_journalled_with_its_purpose(town: Town, reader: Reader) -> None:
    inquiry = asked(town)["inquiry"]
    made = next(each for each in town.events("inquiry.made") if each["inquiry"] == inquiry)
    assert (made["about"], made["client"], made["numbers"], made["purpose"]) == ("client", "C01", 0, "月次の報告")


def test_R47_nothing_on_record_is_not_called_nothing_shown(town: Town, reader: Reader) -> None:
    reader.reads("1")
    reader.tell()
    result = town.as_(
        "mori", "inquiry", "client", "C01", "--purpose", "照会", "--from", "2013-07-01", "--to", "2023-02-28"
    )
    assert result.exit_code == 0
    assert "記録の範囲内" in result.stdout
    assert "それより前は、この答えに含まれません" in result.stdout


def test_R47_on_a_screen(town: Town, reader: Reader) -> None:
    reader.reads("1", "2")
    reader.tell()
    result = town.as_("mori", "inquiry", "client", "C01", "--purpose", "照会", "--limit", "1")
    assert result.exit_code == 0, result.output
    for word in ("みなと運用（委託先/processor）", "伏せ字の行/masked", "明細はここまで"):
        assert word in result.stdout


def test_R47_only_auditors_and_only_registered_clients(town: Town) -> None:
    for name in ("sato", "yamada", "ito"):
        result = town.as_(name, "inquiry", "client", "C01", "--purpose", "照会", "--json")
        assert told(result, 1)["code"] == "role.missing"
    assert told(town.as_("mori", "inquiry", "client", "C77", "--purpose", "照", "--json"), 1)["code"] == "client.absent"
    assert told(town.as_("mori", "inquiry", "client", "C01", "--purpose", " ", "--json"), 1)["code"] == "purpose.unfit"
    assert said(town.as_("mori", "inquiry", "client", "", "--purpose", "照会", "--json"))["client"] == ""
