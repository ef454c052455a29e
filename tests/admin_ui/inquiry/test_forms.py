from admin_ui.inquiry.forms import NOBODYS, ClientForm, PeopleForm, offered, wanted_of
from gateway.disclosure.inquiry import NUMBERS_MAX
from tests.admin_ui.an_office import OfficeTown
from tests.gateway.wiring.office_town import office_of


def test_the_help_says_how_many_people(office_town: OfficeTown) -> None:
    with office_town.app.test_request_context():
        assert f"{NUMBERS_MAX:,} 人" in str(PeopleForm(meta={"csrf": False}).numbers.description)


def test_an_empty_choice_is_no_client_and_nobodys_is_one_of_the_choices(office_town: OfficeTown) -> None:
    with office_of(office_town.town, "mori") as office, office_town.app.test_request_context():
        choices = offered(office)
        assert [value for value, _ in choices] == ["", "C01", NOBODYS]
        form = ClientForm(data={"client": NOBODYS, "purpose": "x"}, meta={"csrf": False})
        assert wanted_of(office, form).client == ""
        assert wanted_of(office, form).since <= wanted_of(office, form).until
