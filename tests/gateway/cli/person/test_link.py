"""`person link` and `person reset`: a link only for who has nothing, and nothing is taken away by one alone (R-13, R-16)."""

from tests.gateway.cli.town import Town, said, told


def test_R16_a_person_with_factors_gets_no_link(town: Town) -> None:
    refused = told(town.as_("ito", "person", "link", "sato", "--json"), 1)
    assert refused["code"] == "enrol.has-factors"
    assert told(town.as_("ito", "person", "link", "nobody", "--json"), 1)["code"] == "person.absent"
    assert told(town.as_("sato", "person", "link", "yamada", "--json"), 1)["code"] == "role.missing"


def test_R16_a_reset_needs_two_and_then_a_link_is_shown(pair: Town) -> None:
    town = pair
    town.enter("okano", "engineer", "E950", by="ito")
    asked = town.as_json("ito", "person", "reset", "okano")
    assert asked["username"] == "okano"
    assert told(town.as_("ito", "change", "confirm", asked["change"], "--json"), 1)["code"] == "four-eyes"
    assert told(town.as_("ito", "person", "link", "okano", "--json"), 1)["code"] == "enrol.has-factors"
    said(town.as_("abe", "change", "confirm", asked["change"], "--json"))
    link = town.as_json("ito", "person", "link", "okano")
    assert link["enrol_url"].startswith("https://localhost:8443/enrol/")
    shown = town.as_("ito", "person", "link", "okano")
    assert shown.exit_code == 0 and "/enrol/" in shown.output and "█" in shown.output
    token = link["enrol_url"].rpartition("/")[2]
    assert token not in str(town.events())
