"""保全 in the browser: placed by one, lifted by two, refused to whoever asked; what it holds is listed (R-87)."""

import re

import pytest

from tests.admin_ui.an_office import OfficeTown
from tests.gateway.cli.town import a_recording, an_order

PLACED = {
    "client": "C01",
    "since": "2013-07-01",
    "until": "2027-02-28",
    "reference": "PPC-2027-004",
    "reason": "委託元の照会",
}


def page_of(office_town: OfficeTown, name: str, path: str) -> str:
    response = office_town.browser(name).get(path)
    assert response.status_code == 200, path
    return response.get_data(as_text=True)


def placed(office_town: OfficeTown, name: str = "mori", **other: str) -> str:
    """A fresh hold; its address."""
    response = office_town.browser(name).post("/holds/new", {**PLACED, **other}, page="/holds/new")
    assert response.status_code == 303, response.get_data(as_text=True)
    address: str = response.headers["Location"]
    return address


def asked(office_town: OfficeTown, address: str, name: str) -> str:
    """The address of the request to lift it."""
    done = office_town.browser(name).post(f"{address}/lift", {"reason": "照会が終わった"}, page=address)
    assert done.status_code == 303
    page = page_of(office_town, name, address)
    return re.search(rf"{address}/lifts/[^/]+", page).group()


def test_R87_one_places_and_it_stands_with_its_case(office_town: OfficeTown) -> None:
    address = placed(office_town, reference="PPC-1")
    assert "保全中" in page_of(office_town, "mori", address)
    listed = page_of(office_town, "ito", "/holds")
    assert address in listed
    assert "PPC-1" in listed


def test_R87_what_is_in_its_scope_is_listed_and_only_for_the_auditor_to_open(office_town: OfficeTown) -> None:
    session = a_recording(office_town.town, an_order(office_town.town), b"hello\r\n")
    address, before = placed(office_town), placed(office_town, until="2014-07-01")
    assert f'href="/recordings/{session.recording}"' in page_of(office_town, "mori", address)
    for_ito = page_of(office_town, "ito", address)
    assert session.recording in for_ito
    assert f'href="/recordings/{session.recording}"' not in for_ito
    assert session.recording not in page_of(office_town, "mori", before)


def test_R87_lifted_by_another_and_not_by_whoever_asked(office_town: OfficeTown) -> None:
    address = placed(office_town)
    lift = asked(office_town, address, "mori")
    own = page_of(office_town, "mori", address)
    assert "自分が申請した解除は確認できません" in own
    assert f"{lift}/confirm" not in own
    mine = office_town.browser("mori").post(f"{lift}/confirm", page=address)
    assert mine.status_code == 403
    assert "保全中" in page_of(office_town, "mori", address)
    other = office_town.browser("ito").post(f"{lift}/confirm", page=address)
    assert other.status_code == 303
    done = page_of(office_town, "ito", address)
    assert "解除済み" in done
    assert "照会が終わった" in done
    assert address not in page_of(office_town, "ito", "/holds")
    assert address in page_of(office_town, "ito", "/holds?standing=all")
    assert office_town.browser("ito").post(f"{lift}/confirm", page="/holds").status_code == 409


def test_R87_withdrawn_it_stands_on(office_town: OfficeTown) -> None:
    address = placed(office_town)
    lift = asked(office_town, address, "ito")
    assert office_town.browser("mori").post(f"{lift}/withdraw", page=address).status_code == 303
    page = page_of(office_town, "mori", address)
    assert "保全中" in page
    assert "解除の確認待ち" not in page


def test_R87_the_lift_of_one_hold_does_not_lift_another(office_town: OfficeTown) -> None:
    first, second = placed(office_town), placed(office_town)
    lift = asked(office_town, first, "mori").rpartition("/")[2]
    assert office_town.browser("ito").post(f"{second}/lifts/{lift}/confirm", page=second).status_code == 404
    assert "保全中" in page_of(office_town, "ito", first)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"since": "2028-01-01"}, "期間が逆です"),
        ({"reference": ""}, "案件番号"),
        ({"since": ""}, "日付を"),
        ({"client": ""}, "委託元"),
        ({"reason": ""}, "理由"),
    ],
)
def test_R95_what_is_wrong_is_said_and_nothing_is_placed(office_town: OfficeTown, wrong, said) -> None:
    count = page_of(office_town, "mori", "/holds?standing=all").count("/holds/H-")
    refused = office_town.browser("mori").post("/holds/new", {**PLACED, **wrong}, page="/holds/new")
    assert refused.status_code in {404, 409, 422}
    assert said in re.search(r'class="error-summary".*?</div>', refused.get_data(as_text=True), re.DOTALL).group()
    assert page_of(office_town, "mori", "/holds?standing=all").count("/holds/H-") == count


def test_R87_a_lift_without_a_reason_is_asked_for_again(office_town: OfficeTown) -> None:
    address = placed(office_town)
    refused = office_town.browser("mori").post(f"{address}/lift", {"reason": " "}, page=address)
    assert refused.status_code == 422
    assert "解除の確認待ち" not in page_of(office_town, "mori", address)


@pytest.mark.parametrize("name", ["sato", "yamada"])
def test_R87_nobody_else_sees_or_places_one(office_town: OfficeTown, name) -> None:
    assert office_town.browser(name).get("/holds").status_code == 403
    assert office_town.browser(name).get("/holds/new").status_code == 403


def test_a_hold_nobody_placed_is_not_there(office_town: OfficeTown) -> None:
    assert office_town.browser("mori").get("/holds/H-20261123-0000000000").status_code == 404
