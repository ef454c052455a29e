"""Inquiries are written down and journalled before anything is read: by whom, how fresh, how many in a day (R-47, R-48)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gateway.disclosure.inquiry import DAY_NUMBERS_MAX, About
from gateway.ipc.messages import CallRefused
from gateway.registrar import inquiry_desk
from gateway.registrar.inquiry_params import InquiryBegun
from tests.gateway.registrar.a_web_session import begun
from tests.gateway.registrar.scene import Scene, eventually, whoami


def asked(**changed) -> InquiryBegun:
    facts = {
        "about": About.SUBJECT, "client": "C-01", "since": date(2022, 1, 1), "until": date(2022, 3, 31), "numbers": 12,
        "purpose": "A社からの照会",
    }  # fmt: skip
    return InquiryBegun(**{**facts, **changed})


def test_R48_it_is_journalled_before_its_id_is_known(scene: Scene) -> None:
    inquiry = scene.start().office("kansa").inquire(asked())
    (made,) = scene.events("inquiry.made")
    assert (made.inquiry, made.person, made.client, made.numbers, made.since, made.until, made.purpose) == (
        inquiry, "P-kansa", "C-01", 12, "2022-01-01", "2022-03-31", "A社からの照会",
    )  # fmt: skip
    assert (made.about, made.by_username, made.os_user) == (About.SUBJECT, "kansa", whoami())


def test_R47_about_a_client_no_number_is_asked(scene: Scene) -> None:
    scene.start().office("kansa").inquire(asked(about=About.CLIENT, numbers=0))
    assert [each.about for each in scene.events("inquiry.made")] == [About.CLIENT]


@pytest.mark.parametrize("name", ["sato", "yamada", "admin"])
def test_R22_for_auditors_alone(scene: Scene, name: str) -> None:
    scene.start()
    with pytest.raises(CallRefused, match=r"role\.missing"):
        scene.office(name).inquire(asked())
    assert scene.events("inquiry.made") == []


def test_nobody_in_particular_inquires(scene: Scene) -> None:
    with pytest.raises(CallRefused, match=r"bind\.first"):
        scene.start().office().inquire(asked())


def test_R16_with_a_factor_of_the_last_minutes(scene: Scene) -> None:
    scene.start()
    office, _ = begun(scene, "kansa", proved_at=datetime.now(UTC) - timedelta(minutes=6))
    with pytest.raises(CallRefused, match=r"fresh\.needed"):
        office.inquire(asked())
    assert scene.events("inquiry.made") == []
    fresh, _ = begun(scene, "kansa")
    assert fresh.inquire(asked())


def test_R16_an_ended_web_session_asks_nothing(scene: Scene) -> None:
    scene.start()
    office, carried = begun(scene, "kansa")
    scene.office("kansa").closed(carried.web)
    with pytest.raises(CallRefused, match=r"web\.ended"):
        office.inquire(asked())


def test_R48_so_many_numbers_a_day_and_no_more(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    office = scene.start().office("kansa")
    for _ in range(DAY_NUMBERS_MAX // 1_000):
        office.inquire(asked(numbers=1_000))
    with pytest.raises(CallRefused, match=r"inquiry\.too-many"):
        office.inquire(asked(numbers=1))
    assert office.inquire(asked(about=About.CLIENT, numbers=0)), "a client may still be asked about"
    assert len(scene.events("inquiry.made")) == DAY_NUMBERS_MAX // 1_000 + 1


def test_a_client_nobody_registered_is_refused_and_nobodys_rows_are_not(scene: Scene) -> None:
    office = scene.start().office("kansa")
    with pytest.raises(CallRefused, match=r"office\.absent"):
        office.inquire(asked(client="C-77"))
    for nobodys in sorted(inquiry_desk.NOBODYS):
        assert office.inquire(asked(client=nobodys, about=About.CLIENT, numbers=0))


@pytest.mark.parametrize(
    "changed",
    [
        {"numbers": 0}, {"numbers": 1_001}, {"about": About.CLIENT}, {"since": date(2022, 4, 1)}, {"purpose": " "},
        {"purpose": "a\nb"}, {"purpose": ""}, {"purpose": "x" * 201}, {"client": "C01; --"}, {"client": "x" * 65},
    ],
)  # fmt: skip
def test_what_no_honest_office_asks_ends_the_connection(scene: Scene, changed: dict) -> None:
    office = scene.start().office("kansa")
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        office.inquire(asked(**changed))
    assert scene.events("inquiry.made") == []
    eventually(lambda: len(scene.events("registrar.violation")) == 1)
