import pytest
from werkzeug.datastructures import MultiDict

from admin_ui.recordings.forms import PurposeForm
from admin_ui.visit import Visit, begin
from tests.admin_ui.an_office import ORIGIN, OfficeTown


@pytest.mark.parametrize(
    ("typed", "purpose"),
    [("点検", "点検"), (" 月次の\n点検 ", "月次の 点検"), ("", None), ("   ", None), ("x" * 201, None)],
)
def test_a_purpose_is_one_line_and_not_nothing(office_town: OfficeTown, typed: str, purpose: str | None):
    with office_town.app.test_request_context("/", base_url=ORIGIN):
        begin(Visit(house=office_town.house, address="", agent=""))
        form = PurposeForm(MultiDict({"purpose": typed}), meta={"csrf": False})
        assert form.validate() is (purpose is not None)
        if purpose is not None:
            assert form.purpose.data == purpose
