import pytest

from tests.gateway.cli.town import Town, told


def test_R13_employment_changes_and_the_journal_says_from_what_to_what(pair: Town) -> None:
    if "murata" not in pair.people:
        pair.enter("murata", "engineer", "N-murata", by="ito")
    wish = (
        "--engagement",
        "dispatched",
        "--agency",
        "かざぐるま人材",
        "--contract-end",
        "2031-03-31",
        "--language",
        "en",
    )
    after = pair.as_json("ito", "person", "change", "murata", *wish)["person"]
    assert (after["engagement"], after["agency"], after["contract_end"]) == (
        "dispatched",
        "かざぐるま人材",
        "2031-03-31",
    )
    assert pair.json("person", "show", "murata")["person"]["language"] == "en"
    facts = pair.events("office.committed")[-1]["facts"]
    assert facts["changed"]["engagement"] == {"before": "own", "after": "dispatched"}
    assert set(facts["changed"]) == {"engagement", "agency", "contract_end", "language"}
    assert "ヤマダ" not in str(facts)
    again = pair.as_json("ito", "person", "change", "murata", "--engagement", "own")["person"]
    assert again["agency"] is None


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (("--engagement", "dispatched"), "person.unfit"),
        (("--contract-end", "2020-01-01"), "person.unfit"),
        (("--employer", "nobody"), "employer.absent"),
        (("--role", "auditor", "--role", "administrator"), "person.unfit"),
    ],
)
def test_what_would_not_be_registered_is_not_changed_either(pair: Town, wish: tuple[str, ...], code: str) -> None:
    assert told(pair.as_("ito", "person", "change", "sato", *wish, "--json"), 1)["code"] == code


def test_R22_an_administrator_gives_himself_no_role_not_even_with_a_second_one(pair: Town) -> None:
    found = told(pair.as_("ito", "person", "change", "ito", "--role", "supervisor", "--json"), 1)
    assert found["code"] == "four-eyes"


def test_R22_who_is_no_administrator_changes_nobody(pair: Town) -> None:
    found = told(pair.as_("yamada", "person", "change", "sato", "--language", "en", "--json"), 1)
    assert found["code"] == "role.missing"
    assert pair.events("office.refused")[-1]["subject"] == "sato"
