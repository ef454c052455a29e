"""写しの台帳 in the browser: what there is of a recording and of copies handed out, and what proves an end (R-86)."""

import pytest

from tests.admin_ui.an_office import OfficeTown
from tests.gateway.cli.town import a_recording, an_order


@pytest.fixture(scope="module")
def recording(office_town: OfficeTown) -> str:
    made: str = a_recording(office_town.town, an_order(office_town.town), b"hello\r\n").recording
    return made


def page_of(office_town: OfficeTown, path: str) -> str:
    response = office_town.browser("mori").get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_R86_a_recording_is_a_copy_that_is_kept(office_town: OfficeTown, recording: str) -> None:
    page = page_of(office_town, "/copies")
    assert recording in page
    assert "保存中" in page
    assert recording in page_of(office_town, "/copies?client=C01&place=folder&proof=open")
    assert recording not in page_of(office_town, "/copies?place=backup")


@pytest.mark.parametrize("name", ["sato", "ito"])
def test_R86_it_is_the_auditors(office_town: OfficeTown, name: str) -> None:
    assert office_town.browser(name).get("/copies").status_code == 403
