from tests.gateway.cli.ca.an_authority import added
from tests.gateway.cli.town import Town, said


def test_the_authorities_with_what_is_revoked(pair: Town) -> None:
    town = pair
    found = added(pair, "ca-list", town.key_file("ca-list"))["fingerprint"]
    said(town.as_("ito", "ca", "revoke-certificate", "--ca", "ca-list", "--serial", "9", "--json"))
    (line,) = [one for one in town.json("ca", "list")["cas"] if one["name"] == "ca-list"]
    assert (line["fingerprint"], line["revoked_at"]) == (found, None)
    assert line["revoked_certificates"] == [{"mark": "serial", "value": "9"}]
    shown = town.run("ca", "list")
    assert shown.exit_code == 0
    assert "ca-list" in shown.output
    assert "serial=9" in shown.output
