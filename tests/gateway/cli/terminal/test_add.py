from pathlib import Path

from gateway.crypto.digest import fingerprint
from gateway.crypto.openssh import line
from tests.gateway.cli.town import Town, told
from tests.gateway.crypto.a_security_key import ASecurityKey

PLACE = ("--site", "東京", "--owner", "みなと運用")


def test_R18_a_persons_key_is_never_a_terminals(town: Town) -> None:
    key = ("--key", str(town.people["sato"].key))
    refused = told(town.as_("ito", "terminal", "add", "pc-2", *key, *PLACE, "--json"), 1)
    assert refused["code"] == "key.taken"
    assert "sato" in refused["ja"]
    assert "pc-2" not in [each["name"] for each in town.json("terminal", "list")["terminals"]]


def test_a_terminal_is_registered_by_an_administrator_only(town: Town) -> None:
    key = ("--key", str(town.key_file("pc-3")))
    assert told(town.as_("yamada", "terminal", "add", "pc-3", *key, *PLACE, "--json"), 1)["code"] == "role.missing"
    found = town.as_json("ito", "terminal", "add", "pc-3", *key, *PLACE)["terminal"]
    assert found["key"].startswith("SHA256:")


def test_R18_a_terminal_with_a_security_key(town: Town, tmp_path: Path) -> None:
    device, file = ASecurityKey(), tmp_path / "device.pub"
    file.write_text(line(device.blob) + "\n")
    found = town.as_json("ito", "terminal", "add", "pc-sk", "--key", str(file), *PLACE)["terminal"]
    assert found["key"] == fingerprint(device.blob)


def test_a_name_with_control_characters_is_refused(town: Town) -> None:
    key = ("--key", str(town.key_file("pc-4")))
    assert told(town.as_("ito", "terminal", "add", "pc\x1b[2J", *key, *PLACE, "--json"), 1)["code"] == "name.unfit"
