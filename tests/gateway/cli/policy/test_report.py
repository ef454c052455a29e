import json

from tests.gateway.cli.town import POLICIES, Town


def test_registered_targets_are_told_one_by_one(town: Town) -> None:
    report = town.json("policy", "report")["report"]
    names = [each["target"] for each in report["targets"]]
    assert names == [each["name"] for each in town.json("target", "list")["targets"]]
    (place,) = [each for each in report["targets"] if each["target"] == "callcenter-app"]
    shut = {
        way["capability"]: way["refused_by"] for order in place["orders"] for way in order["ways"] if not way["open"]
    }
    assert shut == {"shell": ["SK-301"], "exec": ["SK-303"], "upload": ["SK-304"]}
    assert report["policy"] == town.json("policy", "check")["policy"]["digest"]


def test_for_people_both_languages_and_nothing_unbounded_is_hushed_up(town: Town) -> None:
    told = town.run("policy", "report", "--target", "callcenter-app").output
    for words in (
        "callcenter-app（個人データを扱う接続先）",
        "作業申請 / order: シェル/shell",
        "承認 / approvals: 2",
        "× コマンド実行/exec: SK-303",
        "people (an estimate) and unreadable text within the disclosure",
        "画面の撮影",
    ):
        assert words in told


def test_a_directory_alone_is_told_by_kind_and_needs_no_office(town: Town) -> None:
    found = town.run("policy", "report", "--policies", str(POLICIES), "--json", settings=False)
    assert found.exit_code == 0, found.output
    places = json.loads(found.output)["report"]["targets"]
    assert [(each["target"], each["personal_data"]) for each in places] == [(None, True), (None, False)]
    streams = [
        way["out"]["bytes_max"] for order in places[1]["orders"] for way in order["ways"] if way["capability"] == "exec"
    ]
    assert set(streams) == {None}


def test_R05_what_is_open_for_a_reason_is_told_with_it(town: Town) -> None:
    lines = [each["ja"] for each in town.json("policy", "report")["report"]["disclosure"]]
    assert any("public.client.name" in line and "個人の名前ではない" in line for line in lines)


def test_a_target_that_is_not_there_is_said(town: Town) -> None:
    assert town.run("policy", "report", "--target", "nowhere").exit_code == 1
