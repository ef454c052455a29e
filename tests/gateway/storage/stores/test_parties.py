from dataclasses import replace
from datetime import date

from gateway.storage.engine import writing
from gateway.storage.stores.parties import Parties
from gateway.vocabulary.identity import Employer


def test_employers(database):
    with writing(database) as connection:
        parties = Parties(connection)
        assert parties.add_employer(id="EMP-1", name="見本保守株式会社", kind="contractor")
        assert not parties.add_employer(id="EMP-1", name="other", kind="own")
        assert parties.employer_name("EMP-1") == "見本保守株式会社"
        assert parties.employer_name("EMP-2") is None


def test_R20_an_employers_contract_is_kept_and_changed(database):
    with writing(database) as connection:
        parties = Parties(connection)
        contract = {"contract_number": "K-7", "contract_start": date(2026, 4, 1), "contract_end": date(2027, 3, 31)}
        assert parties.add_employer(id="EMP-1", name="見本保守", kind="processor", **contract)
        found = parties.employer("EMP-1")
        assert found == Employer(id="EMP-1", name="見本保守", kind="processor", **contract)
        assert parties.change_employer(replace(found, contract_end=None, kind="sub-processor"))
        assert parties.employer("EMP-1") == replace(found, contract_end=None, kind="sub-processor")
        assert not parties.change_employer(replace(found, id="EMP-2"))
        assert parties.employer("EMP-2") is None
