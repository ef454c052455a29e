from pathlib import Path

import pytest

from gateway.crypto import openssh
from tests.gateway.cli.town import Town, told

WHERE = ("--address", "192.0.2.1", "--port", "22", "--account", "app")


def where(town: Town) -> tuple[str, ...]:
    return (*WHERE, "--host-key", str(town.key_file("h")))


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
    assert b"vault me quietly" not in (town.state / "db" / "sekisho.db").read_bytes()


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
    town.as_json("ito", "target", "add", "host-i", *where(town), "--drop-folder", "incoming", "--management", "gateadm")
    found = town.json("target", "show", "host-i")["target"]
    assert (found["drop_folder"], found["management"]) == ("incoming", "gateadm")
    told_of = next(each for each in town.events() if each.get("subject") == "host-i")
    assert "gateadm" in str(told_of)
