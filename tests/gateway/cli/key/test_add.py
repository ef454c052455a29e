from pathlib import Path
from typing import Literal

import pytest

from gateway.crypto.digest import fingerprint
from gateway.crypto.openssh import line
from tests.gateway.cli.town import Town, told
from tests.gateway.crypto.a_security_key import ASecurityKey
from tests.gateway.crypto.an_authority import PlainKey, Wish, certified


def test_a_further_key_of_a_person(town: Town) -> None:
    file = town.key_file("second")
    added = town.as_json("ito", "key", "add", "sato", str(file))["key"]["fingerprint"]
    keys = town.json("person", "show", "sato")["person"]["keys"]
    assert added in [key["fingerprint"] for key in keys]
    assert told(town.as_("ito", "key", "add", "yamada", str(file), "--json"), 1)["code"] == "key.taken"


def test_R18_a_terminals_key_is_never_a_persons(town: Town) -> None:
    refused = told(town.as_("ito", "key", "add", "sato", str(town.terminal_key), "--json"), 1)
    assert refused["code"] == "key.taken"
    assert "pc-1" in refused["ja"]


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa"])
def test_R16_a_security_key_is_a_key_like_any_other(
    town: Town, tmp_path: Path, kind: Literal["ed25519", "ecdsa"]
) -> None:
    device, file = ASecurityKey(kind), tmp_path / "device.pub"
    file.write_text(f"{line(device.blob)} somebody@somewhere\n")
    added = town.as_json("ito", "key", "add", "sato", str(file))["key"]["fingerprint"]
    assert added == fingerprint(device.blob)
    assert told(town.as_("ito", "key", "add", "yamada", str(file), "--json"), 1)["code"] == "key.taken"


def test_a_security_key_made_for_a_web_site_and_a_certificate_are_refused(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "wrong.pub"
    for blob in (ASecurityKey(application=b"https://example.org").blob, certified(PlainKey(), Wish(PlainKey()))):
        file.write_text(line(blob) + "\n")
        assert told(town.run("key", "add", "sato", str(file), "--as", "ito", "--json"), 1)["code"] == "key.unfit"


def test_a_file_that_is_no_key_is_refused_before_anybody_is_asked(town: Town) -> None:
    assert told(town.run("key", "add", "sato", str(town.settings), "--as", "ito", "--json"), 1)["code"] == "key.unfit"
