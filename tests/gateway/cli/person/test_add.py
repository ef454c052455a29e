import pytest

from gateway.cli.person.add import provisioning_uri
from gateway.vocabulary.secret import Secret
from tests.gateway.cli.town import CONTRACT_END, PASSWORD, Town, a_town, said, told

FORM = {
    "--username": "suzuki", "--name": "鈴木 美咲", "--kana": "スズキ ミサキ", "--number": "E900", "--employer": "みなと運用",
    "--engagement": "own", "--contract-end": CONTRACT_END, "--role": "engineer",
}  # fmt: skip


def form(**changes: str) -> list[str]:
    changed = {**FORM, **{f"--{name.replace('_', '-')}": value for name, value in changes.items()}}
    return [part for pair in changed.items() for part in pair]


@pytest.mark.parametrize(
    "changes",
    [
        {"username": "admin"},
        {"username": "hoshu01"},
        {"name": "共用"},
        {"engagement": "dispatched"},
        {"contract_end": "2020-01-01"},
        {"role": "demo-operator"},
    ],
)
def test_R13_an_account_that_is_no_persons_is_refused(town: Town, changes: dict[str, str]) -> None:
    found = town.as_("ito", "person", "add", *form(**changes), text=f"{PASSWORD}\n")
    assert found.exit_code in (1, 2)
    assert "otpauth" not in found.output
    assert not any(each["username"] == "suzuki" for each in town.json("person", "list")["people"])


def test_R13_a_second_account_for_one_number_is_refused(town: Town) -> None:
    refused = told(town.as_("ito", "person", "add", *form(number="ｅ 001"), "--json", text=f"{PASSWORD}\n"), 1)
    assert refused["code"] == "person.second-account"


def test_R13_one_user_name_one_person(town: Town) -> None:
    refused = told(town.as_("ito", "person", "add", *form(username="sato"), "--json", text=f"{PASSWORD}\n"), 1)
    assert refused["code"] == "person.taken"


def test_a_key_that_is_somebodys_is_refused_naming_whose(town: Town) -> None:
    keys = ("--key", str(town.people["sato"].key))
    refused = told(town.as_("ito", "person", "add", *form(), *keys, "--json", text=f"{PASSWORD}\n"), 1)
    assert refused["code"] == "key.taken"
    assert "sato" in refused["ja"]


def test_an_unknown_employer_is_refused(town: Town) -> None:
    refused = told(town.as_("ito", "person", "add", *form(employer="どこか"), "--json", text=f"{PASSWORD}\n"), 1)
    assert refused["code"] == "employer.absent"


def test_a_person_needs_something_to_prove_himself_with(town: Town) -> None:
    assert told(town.as_("ito", "person", "add", *form(), "--no-password", "--json"), 1)["code"] == "person.no-factor"
    assert told(town.as_("ito", "person", "add", *form(), "--json", text="short\n"), 1)["code"] == "password.short"


def test_R22_only_an_administrator_registers(town: Town) -> None:
    refused = told(town.as_("mori", "person", "add", *form(), "--json", text=f"{PASSWORD}\n"), 1)
    assert refused["code"] == "role.missing"
    assert "アカウント管理者" in refused["ja"]
    last = town.events("office.refused")[-1]
    assert (last["by_username"], last["permission"], last["subject"]) == ("mori", "people.manage", "suzuki")


def test_the_secret_is_shown_once_as_a_qr_code_and_no_name_is_journalled(town: Town) -> None:
    changes = form(username="nakamura", name="中村 悠", number="E901")
    found = town.as_("ito", "person", "add", *changes, text=f"{PASSWORD}\n")
    assert found.exit_code == 0
    assert "otpauth://totp/Sekisho:nakamura?secret=" in found.output
    assert "▄" in found.output
    journal = str(town.events())
    assert "中村" not in journal
    assert "E901" not in journal


def test_the_uri_is_what_authenticators_read() -> None:
    uri = provisioning_uri("sato", Secret(b"ABCDEFGH"))
    assert uri == "otpauth://totp/Sekisho:sato?secret=ABCDEFGH&issuer=Sekisho"


def test_the_first_person_needs_nobody_and_is_an_administrator(tmp_path_factory: pytest.TempPathFactory) -> None:
    with a_town(tmp_path_factory.mktemp("empty")) as town:
        said(town.run("employer", "add", "みなと運用", "--json"))
        first = ("person", "add", *form(), "--json", "--password-stdin")
        assert told(town.run(*first, text=f"{PASSWORD}\n"), 1)["code"] == "role.missing"
        town.enter("ito", "administrator", "A001", by=None)
        assert told(town.run(*first, text=f"{PASSWORD}\n"), 1)["code"] == "entry.nobody"
