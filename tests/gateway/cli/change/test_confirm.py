"""R-16, R-22: what one administrator asks for takes effect when another confirms it, and not before."""

from pathlib import Path

import pyotp
import pytest

from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import Person, Town, said, told


def asked(town: Town, *args: str, by: str = "ito", text: str = "") -> str:
    return str(town.as_json(by, *args, text=text)["change"])


def newcomer(town: Town, name: str, role: str = "engineer") -> None:
    if name not in town.people:
        town.enter(name, role, f"N-{name}", by="ito")


def test_R16_new_codes_are_good_once_a_second_administrator_has_confirmed_them(pair: Town) -> None:
    newcomer(pair, "kimura", "supervisor")
    found = pair.as_json("ito", "person", "code", "kimura")
    fresh = Person(
        id=pair.people["kimura"].id, totp=pyotp.parse_uri(found["totp_uri"]).secret, key=pair.people["kimura"].key
    )
    old, change = pair.people["kimura"], found["change"]

    def verdict(with_: Person) -> str:
        pair.people["kimura"] = with_
        return str(told(pair.as_("kimura", "order", "approve", "WO-none", "--json"), 1)["code"])

    assert not verdict(old).startswith("entry.")
    assert verdict(fresh) == "entry.wrong"
    assert told(pair.as_("ito", "change", "confirm", change, "--json"), 1)["code"] == "four-eyes"
    assert verdict(fresh) == "entry.wrong"
    assert pair.as_json("abe", "change", "confirm", change)["change"]["standing"] == "confirmed"
    assert not verdict(fresh).startswith("entry.")
    assert verdict(old) == "entry.wrong"
    pair.people["kimura"] = fresh
    told_of = [each for each in pair.events("office.committed") if each["facts"].get("proposal") == change]
    assert [(each["change"], each["by_username"]) for each in told_of] == [
        ("ChangeAsked", "ito"),
        ("ChangeConfirmed", "abe"),
    ]
    assert all(each["facts"]["credentials"] == ["totp"] for each in told_of)
    assert fresh.totp not in str(pair.events())


def test_R16_a_password_is_a_factor_too(pair: Town) -> None:
    newcomer(pair, "ogawa", "supervisor")
    change = asked(pair, "person", "password", "ogawa", text="a quite different one\n")
    assert told(pair.as_("ito", "change", "confirm", change, "--json"), 1)["code"] == "four-eyes"
    pair.as_json("abe", "change", "confirm", change)
    assert told(pair.as_("ogawa", "order", "approve", "WO-none", "--json"), 1)["code"] == "entry.wrong"
    pair.people["ogawa"].password = "a quite different one"
    assert not told(pair.as_("ogawa", "order", "approve", "WO-none", "--json"), 1)["code"].startswith("entry.")
    assert "a quite different one" not in str(pair.events())


def test_R16_nobody_confirms_what_is_about_himself(pair: Town) -> None:
    change = asked(pair, "person", "password", "abe", text="a quite different one\n")
    assert told(pair.as_("abe", "change", "confirm", change, "--json"), 1)["code"] == "four-eyes"
    pair.as_json("abe", "change", "withdraw", change)
    assert told(pair.as_("abe", "change", "confirm", change, "--json"), 1)["code"] == "proposal.over"


def test_R22_roles_change_with_two_signatures_and_the_rules_of_separation(pair: Town) -> None:
    newcomer(pair, "ueda")
    roles = ("--role", "engineer", "--role", "supervisor")
    change = asked(pair, "person", "change", "ueda", *roles)
    assert pair.json("person", "show", "ueda")["person"]["roles"] == ["engineer"]
    shown = pair.json("change", "show", change)["change"]
    assert shown["facts"]["changed"]["roles"] == {"before": ["engineer"], "after": ["engineer", "supervisor"]}
    assert change in [each["id"] for each in pair.json("change", "list")["changes"]]
    pair.as_json("abe", "change", "confirm", change)
    assert pair.json("person", "show", "ueda")["person"]["roles"] == ["engineer", "supervisor"]
    assert change not in [each["id"] for each in pair.json("change", "list")["changes"]]
    apart = ("person", "change", "ueda", "--role", "engineer", "--role", "auditor", "--json")
    assert told(pair.as_("ito", *apart), 1)["code"] == "person.unfit"


def test_what_changed_meanwhile_makes_a_confirmation_stale(pair: Town) -> None:
    newcomer(pair, "okada")
    change = asked(pair, "person", "change", "okada", "--role", "supervisor")
    said(pair.as_("ito", "person", "change", "okada", "--language", "en", "--json"))
    assert told(pair.as_("abe", "change", "confirm", change, "--json"), 1)["code"] == "stale"
    assert pair.json("person", "show", "okada")["person"]["roles"] == ["engineer"]


def test_an_asked_change_lapses_after_a_day(tmp_path: Path) -> None:
    with a_settled_town(tmp_path) as own:  # a town whose clock may be put forward: nobody else's orders lapse with it
        own.enter("abe", "administrator", "A002", by="ito")
        newcomer(own, "hirano")
        change = asked(own, "person", "change", "hirano", "--role", "supervisor")
        own.clock.offset += 25 * 3600
        assert told(own.as_("abe", "change", "confirm", change, "--json"), 1)["code"] == "proposal.over"
        assert own.json("change", "show", change)["change"]["standing"] == "lapsed"


def test_R22_a_third_administrator_is_not_added_by_one_alone(pair: Town) -> None:
    args = (
        "person", "add", "--username", "mizuno", "--name", "水野 一郎", "--kana", "ミズノ イチロウ", "--number", "A-3",
        "--employer", "みなと運用", "--engagement", "own", "--contract-end", "2035-03-31", "--role", "administrator",
    )  # fmt: skip
    change = asked(pair, *args, text="a password of twelve\n")
    assert "mizuno" not in [each["username"] for each in pair.json("person", "list")["people"]]
    pair.as_json("abe", "change", "confirm", change)
    assert "mizuno" in [each["username"] for each in pair.json("person", "list")["people"]]


@pytest.mark.parametrize("verb", ["confirm", "withdraw"])
def test_whoever_is_no_administrator_signs_nothing(pair: Town, verb: str) -> None:
    newcomer(pair, "honda")
    change = asked(pair, "person", "change", "honda", "--role", "supervisor")
    assert told(pair.as_("yamada", "change", verb, change, "--json"), 1)["code"] == "role.missing"
    assert told(pair.as_("ito", "change", verb, "CH-20260101-0000000000", "--json"), 1)["code"] == "proposal.absent"
    pair.as_json("abe", "change", "withdraw", change)


def test_what_is_told_to_people_has_both_languages(pair: Town) -> None:
    newcomer(pair, "noda")
    found = pair.as_("ito", "person", "change", "noda", "--role", "supervisor")
    assert "まだ変更されていません" in found.output
    assert "sekisho change confirm CH-" in found.output
    change = found.output.split("sekisho change confirm ")[1].split()[0]
    shown = pair.run("change", "show", change)
    assert "engineer" in shown.output
    assert "supervisor" in shown.output
    assert change in pair.run("change", "list").output
    assert "確認しました" in pair.as_("abe", "change", "confirm", change).output
