from pathlib import Path

import pytest

from gateway.crypto import openssh
from tests.found_in import found_in
from tests.gateway.cli.town import RISK, Town, told

WHERE = ("--address", "192.0.2.1", "--port", "22", "--account", "app")


def where(town: Town) -> tuple[str, ...]:
    return (*WHERE, *RISK, "--host-key", str(town.key_file("h")))


def test_R02_a_target_holds_personal_data_unless_somebody_says_otherwise_until_a_date(town: Town) -> None:
    plain = town.as_json("ito", "target", "add", "host-a", *where(town))["target"]
    assert plain["free_of_personal_data"] is None
    free = ("--free-until", "2027-02-28", "--free-declared-by", "yamada")
    said = town.as_json("ito", "target", "add", "host-b", *where(town), *free)["target"]
    assert said["free_of_personal_data"] == {"declared_by": "yamada", "until": "2027-02-28"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--free-until", "2027-02-28"), "target.free"),
        (("--free-until", "2027-02-28", "--free-declared-by", "nobody1"), "person.absent"),
        (("--login", "vaulted-key"), "target.secret"),
        (("--drop-folder", "a/../../etc"), "target.drop-folder"),
        (("--drop-folder", "incoming"), "target.drop-folder"),
        (("--client", "NOPE"), "client.absent"),
        (("--management", "root; id"), "target.name"),
    ],
)
def test_what_does_not_fit_together_is_refused(town: Town, more: tuple[str, ...], code: str) -> None:
    assert told(town.as_("ito", "target", "add", "host-c", *where(town), *more, "--json"), 1)["code"] == code


def test_a_name_of_another_form_or_a_missing_host_key_is_refused(town: Town) -> None:
    assert told(town.run("target", "add", "Host\x1b", *where(town), "--json"), 1)["code"] == "target.name"
    assert told(town.run("target", "add", "host-d", *WHERE, "--json"), 1)["code"] == "target.host-key"


def test_R14_a_secret_is_vaulted_and_appears_nowhere(town: Town) -> None:
    password = ("--login", "vaulted-password")
    found = town.as_("ito", "target", "add", "host-e", *where(town), *password, "--json", text="vault me quietly\n")
    assert found.exit_code == 0
    assert "vault me quietly" not in found.output + str(town.events())
    assert found_in(town.folder, b"vault me quietly") == []


def test_R14_a_private_key_is_vaulted_from_its_file(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(openssh.new_pair().private.reveal())
    key = ("--login", "vaulted-key", "--secret-file", str(file))
    assert town.as_json("ito", "target", "add", "host-f", *where(town), *key)["target"]["login"] == "vaulted-key"
    file.write_text("no key")
    assert told(town.as_("ito", "target", "add", "host-g", *where(town), *key, "--json"), 1)["code"] == (
        "target_secret.refused"
    )
    assert "host-g" not in [each["name"] for each in town.json("target", "list")["targets"]]


def test_R10_R14_where_uploads_land_and_who_may_change_passwords_are_said_or_nothing(town: Town) -> None:
    plain = town.as_json("ito", "target", "add", "host-h", *where(town))["target"]
    assert (plain["drop_folder"], plain["management"]) == (None, None)
    free = ("--free-until", "2035-02-28", "--free-declared-by", "yamada", "--drop-folder", "incoming")
    added = town.as_json("ito", "target", "add", "host-i", *where(town), *free, "--management", "gateadm")
    found = added["target"]  # where there are two administrators, it waits for the other
    assert (found["drop_folder"], found["management"]) == ("incoming", "gateadm")
    told_of = next(each for each in town.events() if each.get("subject") == "host-i")
    assert "gateadm" in str(told_of)


def test_R76_a_target_is_not_registered_without_its_row_of_the_risk_register(town: Town) -> None:
    bare = (*WHERE, "--host-key", str(town.key_file("h")))
    assert told(town.as_("ito", "target", "add", "host-n", *bare, "--json"), 1)["code"] == "target.risk"
    half = (*bare, "--risk-owner", "yamada")
    assert told(town.as_("ito", "target", "add", "host-n", *half, "--json"), 1)["code"] == "target.risk"
    gone_by = ("--risk-review-on", "2020-03-31")
    assert (
        told(town.as_("ito", "target", "add", "host-n", *where(town), *gone_by, "--json"), 1)["code"] == "target.risk"
    )
    nobody = ("--risk-owner", "nobody1")
    assert (
        told(town.as_("ito", "target", "add", "host-n", *where(town), *nobody, "--json"), 1)["code"] == "person.absent"
    )


def test_R16_a_new_targets_host_keys_wait_for_a_second_administrator(pair: Town) -> None:
    asked = pair.as_json("ito", "target", "add", "host-o", *where(pair))
    assert "host-o" not in [each["name"] for each in pair.json("target", "list")["targets"]]
    assert told(pair.as_("ito", "change", "confirm", asked["change"], "--json"), 1)["code"] == "four-eyes"
    pair.as_json("abe", "change", "confirm", asked["change"])
    assert "host-o" in [each["name"] for each in pair.json("target", "list")["targets"]]


@pytest.mark.parametrize(
    "address", ["ssh://192.0.2.1", "192.0.2.1:22", "a b", "-oProxyCommand=x", "host;id", "\u202e1", ""]
)
def test_an_address_is_nothing_but_an_address(town: Town, address: str) -> None:
    found = town.as_("ito", "target", "add", "host-p", *where(town), "--address", address, "--json")
    assert told(found, 1)["code"] == "target.address"
