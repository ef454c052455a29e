import pytest

from tests.gateway.cli.ca.an_authority import added
from tests.gateway.cli.town import Town, told

BIGGEST = str(2**64 - 1)


def test_a_certificate_is_revoked_once_by_serial_or_key_id(pair: Town) -> None:
    town = pair
    added(pair, "ca-cert", town.key_file("ca-cert"))
    for mark, value in (("--serial", BIGGEST), ("--key-id", "sato 2026")):
        assert town.as_json("ito", "ca", "revoke-certificate", "--ca", "ca-cert", mark, value)["ca"]["revoked"] is True
        again = town.as_("ito", "ca", "revoke-certificate", "--ca", "ca-cert", mark, value, "--json")
        assert told(again, 1)["code"] == "ca.done"
    facts = [one["facts"] for one in town.events("office.committed") if one["change"] == "CertificateRevoked"]
    assert {"authority": "ca-cert", "serial": BIGGEST} in facts
    assert {"authority": "ca-cert", "key-id": "sato 2026"} in facts


def test_an_authority_nobody_knows(town: Town) -> None:
    result = town.as_("ito", "ca", "revoke-certificate", "--ca", "nobody", "--serial", "1", "--json")
    assert told(result, 1)["code"] == "ca.absent"


@pytest.mark.parametrize(
    "words", [(), ("--serial", "1", "--key-id", "x"), ("--serial", "-1"), ("--serial", str(2**64)), ("--serial", "x")]
)
def test_one_mark_and_a_whole_number(town: Town, words: tuple[str, ...]) -> None:
    assert town.as_("ito", "ca", "revoke-certificate", "--ca", "ca-cert", *words).exit_code == 2


def test_a_key_id_has_bounds(town: Town) -> None:
    for value in ("", "k" * 257):
        result = town.as_("ito", "ca", "revoke-certificate", "--ca", "ca-cert", "--key-id", value, "--json")
        assert told(result, 1)["code"] == "ca.unfit"


def test_R22_an_engineer_revokes_none(town: Town) -> None:
    result = town.as_("sato", "ca", "revoke-certificate", "--ca", "ca-cert", "--serial", "1", "--json")
    assert told(result, 1)["code"] == "role.missing"
