from pathlib import Path

import pytest

from gateway.crypto import openssh
from gateway.crypto.digest import fingerprint
from tests.gateway.cli.town import Town, said, told
from tests.gateway.crypto.a_security_key import ASecurityKey
from tests.gateway.crypto.an_authority import PlainKey, Wish, certified


def test_R22_an_authority_is_registered_once_by_two_administrators(pair: Town) -> None:
    town, file = pair, pair.key_file("ca-1")
    asked = town.as_json("ito", "ca", "add", "ca-1", str(file))
    found = asked["ca"]
    assert found == {"name": "ca-1", "fingerprint": fingerprint(openssh.blob_of(file.read_text()))}
    assert "ca-1" not in [one["name"] for one in town.json("ca", "list")["cas"]], "nothing has taken effect"
    assert told(town.as_("ito", "change", "confirm", asked["change"], "--json"), 1)["code"] == "four-eyes"
    said(town.as_("abe", "change", "confirm", asked["change"], "--json"))
    assert "ca-1" in [one["name"] for one in town.json("ca", "list")["cas"]]
    entries = [one for one in town.events("office.committed") if one["subject"] == "ca-1"]
    assert [(one["change"], one["by_username"], one["facts"]["key"]) for one in entries] == [
        ("ChangeAsked", "ito", found["fingerprint"]),
        ("ChangeConfirmed", "abe", found["fingerprint"]),
    ]
    for name, other in (("ca-1", town.key_file("ca-1b")), ("ca-1c", file)):
        assert told(town.as_("ito", "ca", "add", name, str(other), "--json"), 1)["code"] == "ca.taken"


def test_a_persons_key_is_no_authority(town: Town) -> None:
    assert told(town.as_("ito", "ca", "add", "ca-2", str(town.people["sato"].key), "--json"), 1)["code"] == "key.taken"


def test_R22_an_engineer_registers_none(town: Town) -> None:
    file = town.key_file("ca-3")
    assert told(town.as_("sato", "ca", "add", "ca-3", str(file), "--json"), 1)["code"] == "role.missing"
    assert told(town.run("ca", "add", "ca-3", str(file), "--json"), 1)["code"] in ("bind.first", "entry.nobody")


@pytest.mark.parametrize(
    "blob",
    [ASecurityKey().blob, certified(PlainKey(), Wish(PlainKey())), PlainKey("ssh-rsa", 1024).blob],
    ids=["security-key", "certificate", "short"],
)
def test_what_may_not_sign_is_refused(town: Town, tmp_path: Path, blob: bytes) -> None:
    file = tmp_path / "ca.pub"
    file.write_text(openssh.line(blob) + "\n")
    assert told(town.as_("ito", "ca", "add", "ca-4", str(file), "--json"), 1)["code"] in ("ca.unfit", "key.unfit")


@pytest.mark.parametrize("name", ["", "Head Office", "本社", "-x", "\x1b[2J"])
def test_a_name_is_a_word(town: Town, name: str) -> None:
    result = town.as_("ito", "ca", "add", "--json", "--", name, str(town.key_file("ca-5")))
    assert result.exit_code != 0
    assert "\x1b" not in result.output


def test_whoever_asks_is_told_who_has_to_do_what(town: Town) -> None:
    result = town.as_("ito", "ca", "add", "ca-7", str(town.key_file("ca-7")))
    assert result.exit_code == 0
    assert "sekisho change confirm CH-" in result.output
