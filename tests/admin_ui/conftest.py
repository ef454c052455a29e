import pytest

from tests.admin_ui.an_office import OfficeTown, an_office


@pytest.fixture(scope="module")
def office_town(tmp_path_factory) -> OfficeTown:
    """One office for a file of tests; what one test changes the next one meets."""
    with an_office(tmp_path_factory.mktemp("office")) as made:
        yield made
