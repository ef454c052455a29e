import json

from tests.gateway.cli.town import Town, a_target, told

WHERE = ("--protocol", "postgresql", "--address", "127.0.0.1", "--port", "5432", "--account", "reader")


def a_database(town: Town) -> str:
    """`callcenter-db`, registered once."""
    if "callcenter-db" not in {each["name"] for each in town.json("target", "list")["targets"]}:
        a_target(town, "callcenter-db", *WHERE, "--login", "vaulted-password", text="vault me\n")
    return "callcenter-db"


def test_a_permit_is_explained_with_its_conditions(town: Town, order: str) -> None:
    found = town.run("policy", "explain", "sato", "callcenter-app", "--order", order)
    assert found.exit_code == 0, found.output
    assert "許可" in found.output
    assert town.json("policy", "explain", "sato", "callcenter-app", "--order", order)["permitted"] is True


def test_a_refusal_names_its_rules(town: Town, order: str) -> None:
    found = town.run("policy", "explain", "sato", "callcenter-app", "--at", "2020-01-01T00:00", "--order", order)
    assert found.exit_code == 1
    assert "SK-" in found.output
    assert town.run("policy", "explain", "yamada", "callcenter-app").exit_code == 1


def test_R07_listed_commands_and_the_shell_are_explained(town: Town, order: str) -> None:
    asked = ("policy", "explain", "sato", "callcenter-app", "--order", order, "--capability")
    for capability in ("shell", "commands"):
        found = town.run(*asked, capability)
        assert found.exit_code == 0, found.output
        assert "条件: 画面には文字の表示だけを通し" in found.output
    assert "許可コマンドだけを実行" in town.run(*asked, "commands").output
    refused = town.run(*asked, "exec")
    assert refused.exit_code == 1
    assert "SK-303" in refused.output


def test_R05_a_column_is_explained_with_its_file_and_its_people(town: Town) -> None:
    asked = ("policy", "explain", "--target", a_database(town), "--column")
    (found,) = town.json(*asked, "public.customers.phone")["columns"]
    assert (found["kind"], found["masked"], found["file"]) == ("phone", True, "policies/columns/callcenter.toml")
    assert (found["classified_by"], found["confirmed_by"], found["confirmed_on"]) == (
        "kobayashi", "yamada", "2026-11-23",
    )  # fmt: skip
    shown = town.run(*asked, "public.client.name")
    assert shown.exit_code == 0
    assert "委託元の会社名で、個人の名前ではない" in shown.output
    assert "値をそのまま表示" in shown.output


def test_R05_a_column_nobody_classified_is_personal_and_says_whom_to_ask(town: Town) -> None:
    asked = ("policy", "explain", "--target", a_database(town), "--column")
    found = town.run(*asked, "public.new.x")
    assert found.exit_code == 1
    assert "sekisho target catalogue" in found.output
    assert told(town.run(*asked, "phone", "--json"), 1)["code"] == "column.name"
    assert town.run("policy", "explain", "--column", "a.b.c").exit_code == 2
    assert town.run("policy", "explain", "sato").exit_code == 2


def test_what_is_not_registered_is_said(town: Town) -> None:
    explain = ("policy", "explain")
    assert told(town.run(*explain, "nobody1", "callcenter-app", "--json"), 1)["code"] == "person.absent"
    assert told(town.run(*explain, "sato", "nowhere", "--json"), 1)["code"] == "target.absent"
    assert (
        told(town.run(*explain, "sato", "callcenter-app", "--terminal", "x", "--json"), 1)["code"] == "terminal.absent"
    )


def test_R07_a_line_is_judged_by_the_lists_of_the_orders_purpose(town: Town, order: str) -> None:
    asked = ("policy", "explain", "sato", "callcenter-app", "--order", order, "--command")
    runs = town.json(*asked, "systemctl restart nginx")
    assert runs["permitted"] is True
    assert runs["command"]["runs"] is True
    assert runs["command"]["vector"][0] == "/usr/bin/systemctl"
    assert runs["command"]["privileged"] is True
    assert runs["command"]["file"] == "policies/commands/service-control.toml"
    refused = town.run(*asked, "unattended-upgrade", "--json")
    assert refused.exit_code == 1
    found = json.loads(refused.stdout)
    assert found["permitted"] is False
    assert (found["command"]["why"], found["command"]["purposes"]) == ("elsewhere", ["security"])


def test_R07_who_may_add_a_line_is_said(town: Town, order: str) -> None:
    shown = town.run("policy", "explain", "sato", "callcenter-app", "--order", order, "--command", "tail x | sh")
    assert shown.exit_code == 1
    assert "commands" in shown.output
    assert "syntax" in shown.output
    assert "アカウント管理者" in shown.output
    assert "policies/commands" in shown.output


def test_without_an_order_nothing_is_offered_and_the_list_is_still_named(town: Town) -> None:
    asked = ("policy", "explain", "yamada", "callcenter-app", "--command")
    found = json.loads(town.run(*asked, "tail syslog", "--json").stdout)["command"]
    assert (found["why"], found["list"]) == ("elsewhere", "logs")
    assert town.run(*asked, "").exit_code == 1
