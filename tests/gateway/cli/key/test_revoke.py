from tests.gateway.cli.town import Town, told


def test_a_revoked_key_stays_revoked_and_never_comes_back(town: Town) -> None:
    file = town.key_file("third")
    added = town.as_json("ito", "key", "add", "sato", str(file))["key"]["fingerprint"]
    assert town.as_json("ito", "key", "revoke", added)["key"]["revoked"] is True
    (key,) = [each for each in town.json("person", "show", "sato")["person"]["keys"] if each["fingerprint"] == added]
    assert key["revoked_at"]
    assert told(town.as_("ito", "key", "add", "sato", str(file), "--json"), 1)["code"] == "key.taken"


def test_a_key_nobody_has(town: Town) -> None:
    assert told(town.as_("ito", "key", "revoke", "SHA256:none", "--json"), 1)["code"] == "office.absent"
