from tests.gateway.cli.ca.an_authority import added
from tests.gateway.cli.town import Town, told


def test_a_revoked_authority_never_comes_back(pair: Town) -> None:
    town, key = pair, str(pair.key_file("ca-revoke"))
    added(pair, "ca-revoke", pair.folder / "ca-revoke.pub")
    assert town.as_json("ito", "ca", "revoke", "ca-revoke")["ca"]["revoked"] is True
    (line,) = [one for one in town.json("ca", "list")["cas"] if one["name"] == "ca-revoke"]
    assert line["revoked_at"]
    assert told(town.as_("ito", "ca", "revoke", "ca-revoke", "--json"), 1)["code"] == "ca.absent"
    assert told(town.as_("ito", "ca", "add", "ca-revoke", key, "--json"), 1)["code"] == "ca.taken"


def test_R22_an_engineer_revokes_none(town: Town) -> None:
    assert told(town.as_("sato", "ca", "revoke", "ca-revoke", "--json"), 1)["code"] == "role.missing"


def test_an_authority_nobody_knows(town: Town) -> None:
    assert told(town.as_("ito", "ca", "revoke", "nobody", "--json"), 1)["code"] == "ca.absent"
