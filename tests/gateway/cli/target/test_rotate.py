from tests.gateway.cli.town import RISK, Town, told
from tests.gateway.cli.town import a_target as registered

WHERE = ("--address", "192.0.2.9", "--port", "22", "--account", "app", "--login", "vaulted-password")


def a_target(town: Town, name: str, *more: str) -> None:
    host_key = ("--host-key", str(town.key_file(f"h-{name}")))
    registered(town, name, *WHERE, *host_key, *more, text="vault me\n")


def test_R14_an_administrator_asks_and_target_show_says_that_it_is_due(pair: Town) -> None:
    a_target(pair, "host-t", "--management", "root")
    assert pair.json("target", "show", "host-t")["target"]["rotation"] == {
        "due": None, "changing": False, "tries": 0, "failed": None, "done_at": None,
    }  # fmt: skip
    pair.as_json("ito", "target", "rotate", "host-t")
    assert pair.json("target", "show", "host-t")["target"]["rotation"]["due"] == "asked"
    assert pair.events("rotation.asked")[-1]["reason"] == "asked"
    assert "更新待ち" in pair.run("target", "show", "host-t").output
    assert "更新を指示しました" in pair.as_("ito", "target", "rotate", "host-t").output


def test_R14_what_cannot_be_changed_by_us_is_said(pair: Town) -> None:
    a_target(pair, "host-ru")
    assert pair.json("target", "show", "host-ru")["target"]["rotation"] is None
    for name in ("host-ru", "callcenter-app"):
        assert told(pair.as_("ito", "target", "rotate", name, "--json"), 1)["code"] == "target.no-rotation"
    assert told(pair.as_("yamada", "target", "rotate", "host-ru", "--json"), 1)["code"] == "role.missing"


def test_R14_another_secret_is_vaulted_and_what_was_due_is_over(pair: Town) -> None:
    a_target(pair, "host-v", "--management", "root")
    pair.as_json("ito", "target", "rotate", "host-v")
    found = pair.as_("ito", "target", "secret", "host-v", "--json", text="a fresh one for the vault\n")
    assert found.exit_code == 0
    assert "a fresh one" not in found.output + str(pair.events())
    assert pair.json("target", "show", "host-v")["target"]["rotation"]["due"] is None
    assert told(pair.as_("ito", "target", "secret", "callcenter-app", "--json"), 1)["code"] == "target.secret"


def test_a_management_account_is_for_ssh(pair: Town) -> None:
    args = ("--address", "127.0.0.1", "--port", "5432", "--account", "app", "--protocol", "postgresql")
    more = ("--login", "vaulted-password", "--management", "root")
    found = pair.as_("ito", "target", "add", "db-w", *args, *more, *RISK, "--json", text="vault me\n")
    assert told(found, 1)["code"] == "target.management"
