import inspect

from gateway.registrar import office_port
from gateway.storage.engine import writing
from gateway.storage.office import Office


def fits(office: Office) -> office_port.Office:
    return office


def test_every_change_of_the_port_has_its_method_with_the_same_parameters(database):
    with writing(database) as connection:
        office = Office(connection)
        for name, wanted in inspect.getmembers(office_port.Office, inspect.isfunction):
            if name.startswith("_"):
                continue
            found = inspect.signature(getattr(office, name))
            assert list(found.parameters) == list(inspect.signature(wanted).parameters)[1:], name
