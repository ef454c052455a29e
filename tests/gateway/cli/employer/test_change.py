from tests.gateway.cli.town import Town, said, told


def test_R20_name_and_contract_change_at_once_and_the_kind_when_two_have_signed(pair: Town) -> None:
    town = pair
    added = town.as_json("ito", "employer", "add", "あおば保守", "--contract-number", "K-1")["employer"]
    wish = ("--name", "あおば運用", "--contract-start", "2026-04-01", "--contract-end", "2030-03-31")
    after = town.as_json("ito", "employer", "change", added["id"], *wish)["employer"]
    assert after == {
        "id": added["id"], "name": "あおば運用", "kind": "processor", "contract_number": "K-1",
        "contract_start": "2026-04-01", "contract_end": "2030-03-31",
    }  # fmt: skip
    asked = town.as_json("ito", "employer", "change", "あおば運用", "--kind", "sub-processor")
    assert asked["change"]
    assert _kind(town, added["id"]) == "processor"
    assert told(town.as_("ito", "change", "confirm", asked["change"], "--json"), 1)["code"] == "four-eyes"
    said(town.as_("abe", "change", "confirm", asked["change"], "--json"))
    assert _kind(town, added["id"]) == "sub-processor"
    last = town.events("office.committed")[-1]
    assert (last["change"], last["subject"]) == ("ChangeConfirmed", added["id"])
    assert last["facts"]["changed"] == {"kind": {"before": "processor", "after": "sub-processor"}}


def test_R20_a_contract_does_not_end_before_its_people(town: Town) -> None:
    refused = told(town.as_("ito", "employer", "change", "みなと運用", "--contract-end", "2030-01-01", "--json"), 1)
    assert refused["code"] == "employer.people"
    backwards = ("--contract-start", "2041-04-01", "--contract-end", "2040-03-31")
    refused = told(town.as_("ito", "employer", "change", "みなと運用", *backwards, "--json"), 1)
    assert refused["code"] == "employer.unfit"
    assert (
        told(town.as_("ito", "employer", "change", "nobody", "--name", "x", "--json"), 1)["code"] == "employer.absent"
    )
    assert town.as_("ito", "employer", "change", "みなと運用").exit_code == 2


def _kind(town: Town, employer: str) -> str:
    (found,) = [each for each in town.json("employer", "list")["employers"] if each["id"] == employer]
    return str(found["kind"])
