from gateway.storage.engine import writing
from gateway.storage.stores.parties import Parties


def test_employers_and_clients(database):
    with writing(database) as connection:
        parties = Parties(connection)
        assert parties.add_employer(id="EMP-1", name="見本保守株式会社", kind="contractor")
        assert not parties.add_employer(id="EMP-1", name="other", kind="own")
        assert parties.add_client(id="C-1", name="見本商事")
        assert not parties.add_client(id="C-1", name="other")
        assert parties.employer_name("EMP-1") == "見本保守株式会社"
        assert parties.employer_name("EMP-2") is None
