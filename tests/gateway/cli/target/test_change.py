import pytest

from tests.gateway.cli.town import Town, told
from tests.gateway.cli.town import a_target as registered


def a_target(town: Town, name: str, *more: str, text: str = "") -> None:
    if any(each["name"] == name for each in town.json("target", "list")["targets"]):
        return
    where = (
        "--address",
        "192.0.2.1",
        "--port",
        "22",
        "--account",
        "app",
        "--host-key",
        str(town.key_file(f"h-{name}")),
    )
    registered(town, name, *where, *more, text=text)


def test_what_is_given_changes_and_the_rest_stays(pair: Town) -> None:
    a_target(pair, "host-k")
    wish = ("--address", "192.0.2.2", "--port", "2222", "--account", "app", "--account", "db", "--client", "ほしみ通販")
    free = ("--free-until", "2031-01-31", "--free-declared-by", "yamada", "--drop-folder", "incoming")
    more = ("--encoding", "euc-jp", *free, "--management", "gateadm")
    after = pair.as_json("ito", "target", "change", "host-k", *wish, *more)["target"]
    assert (after["address"], after["port"], after["accounts"], after["clients"]) == (
        "192.0.2.2",
        2222,
        ["app", "db"],
        ["C01"],
    )
    assert (after["encoding"], after["drop_folder"], after["management"]) == ("euc-jp", "incoming", "gateadm")
    facts = pair.events("office.committed")[-1]["facts"]
    assert facts["changed"]["port"] == {"before": 22, "after": 2222}
    away = pair.as_json("ito", "target", "change", "host-k", "--drop-folder", "-", "--management", "-")["target"]
    assert (away["drop_folder"], away["management"], away["port"]) == (None, None, 2222)


def test_R02_the_declaration_begins_and_is_taken_back(pair: Town) -> None:
    a_target(pair, "host-l")
    free = ("--free-until", "2031-01-31", "--free-declared-by", "yamada")
    after = pair.as_json("ito", "target", "change", "host-l", *free)["target"]
    assert after["free_of_personal_data"] == {"declared_by": "yamada", "until": "2031-01-31"}
    both = pair.as_("ito", "target", "change", "host-l", *free, "--personal-data", "--json")
    assert told(both, 1)["code"] == "target.free"
    assert (
        pair.as_json("ito", "target", "change", "host-l", "--personal-data")["target"]["free_of_personal_data"] is None
    )


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (("--account", "root; id"), "target.name"),
        (("--management", "Root"), "target.name"),
        (("--drop-folder", "../etc"), "target.drop-folder"),
        (("--drop-folder", "/srv/in"), "target.drop-folder"),
        (("--client", "NOPE"), "client.absent"),
        (("--free-until", "2031-01-31"), "target.free"),
    ],
)
def test_what_would_not_be_registered_is_not_changed_either(pair: Town, wish: tuple[str, ...], code: str) -> None:
    assert told(pair.as_("ito", "target", "change", "callcenter-app", *wish, "--json"), 1)["code"] == code


def test_suspended_and_resumed(pair: Town) -> None:
    a_target(pair, "host-m")
    pair.as_json("ito", "target", "suspend", "host-m")
    assert pair.as_json("ito", "target", "resume", "host-m")["target"]["standing"] == "active"
    assert "再開しました" in pair.as_("ito", "target", "resume", "host-m").output


def test_R10_a_declaration_is_not_taken_back_under_a_drop_folder(pair: Town) -> None:
    free = ("--free-until", "2031-01-31", "--free-declared-by", "yamada", "--drop-folder", "incoming")
    a_target(pair, "host-u", *free)
    back = pair.as_("ito", "target", "change", "host-u", "--personal-data", "--json")
    assert told(back, 1)["code"] == "target.drop-folder"
    both = pair.as_json("ito", "target", "change", "host-u", "--personal-data", "--drop-folder", "-")["target"]
    assert (both["drop_folder"], both["free_of_personal_data"]) == (None, None)
