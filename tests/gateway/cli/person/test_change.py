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


def test_R13_a_name_is_corrected_and_papers_are_kept_with_nothing_personal_in_the_journal(town: Town) -> None:
    wish = (
        "--name",
        "髙橋 﨑",
        "--kana",
        "タカハシ サキ",
        "--mail",
        "takahashi@example.jp",
        "--trained-on",
        "2026-04-01",
    )
    line = town.as_json("ito", "person", "change", "mori", *wish)["person"]
    assert line["trained_on"] == "2026-04-01"
    shown = town.as_json("ito", "person", "show", "mori")["person"]["personal"]
    assert (shown["name"], shown["kana"], shown["mail"]) == ("髙橋 﨑", "タカハシ サキ", "takahashi@example.jp")
    told_of = town.events("office.committed")[-1]["facts"]["changed"]
    assert set(told_of) == {"real_name", "kana", "mail", "trained_on"}
    assert told_of["mail"] == {"before": "", "after": "personal"}
    assert "髙橋" not in str(town.events()) and "takahashi@" not in str(town.events())
    town.as_json("ito", "person", "change", "mori", "--mail", "-")
    assert town.as_json("ito", "person", "show", "mori")["person"]["personal"]["mail"] is None
    for bad in (("--name", "共用"), ("--mail", "a@b, c@d"), ("--oath-on", "2999-01-01"), ("--name", "x\u202ey")):
        assert town.as_("ito", "person", "change", "mori", *bad, "--json").exit_code == 1
