from gateway.audit.event import decode, encode
from gateway.authentication.ledger import Factor
from gateway.authentication.ports import Verdict
from gateway.registrar.kinds import OWN
from gateway.registrar.office_events import JournalExported, OfficeDeclined, OfficeRefused


def test_they_survive_the_journals_spelling_and_are_not_the_registrars_own() -> None:
    declined = OfficeDeclined(username="sato", os_user="root", factor=Factor.CODE, verdict=Verdict.LOCKED)
    exported = JournalExported(person="P-1", by_username="kansa", os_user="root", size=7, purpose="x")
    refused = OfficeRefused(person="P-1", by_username="sato", os_user="root", permission="session-end", subject="S-1")
    for event in (declined, exported, refused):
        assert decode(event.kind, encode(event)) == event
        assert event.kind not in OWN
