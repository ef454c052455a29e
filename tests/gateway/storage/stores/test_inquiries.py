from dataclasses import replace
from datetime import date, timedelta

import pytest

from gateway.disclosure.inquiry import About, Inquiry
from gateway.storage.engine import writing
from gateway.storage.stores.inquiries import Inquiries
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import HOUR, NOW

ASKED = Inquiry(
    id="Q-20261122-0000000001", person="P-sato", about=About.SUBJECT, client="C-01", since=date(2022, 1, 1),
    until=date(2022, 3, 31), numbers=12, purpose="A社からの照会", at=NOW,
)  # fmt: skip


def test_an_inquiry_is_read_back_whole_and_written_once(office):
    with writing(office) as connection:
        store = Inquiries(connection)
        assert store.add(ASKED)
        assert not store.add(replace(ASKED, purpose="another"))
        assert store.get(ASKED.id) == ASKED
        assert store.get("Q-20261122-0000000009") is None


def test_numbers_of_a_person_since_a_moment_are_summed(office):
    with writing(office) as connection:
        store = Inquiries(connection)
        for number, at in enumerate((NOW - HOUR, NOW, NOW + HOUR)):
            assert store.add(replace(ASKED, id=f"Q-20261122-000000000{number}", at=at, numbers=10 + number))
        assert store.add(replace(ASKED, id="Q-20261122-0000000007", about=About.CLIENT, numbers=0))
        assert store.numbers_since("P-sato", NOW) == 23
        assert store.numbers_since("P-sato", NOW + timedelta(hours=2)) == 0
        assert store.numbers_since("P-suzuki", NOW - HOUR) == 0


def test_nobody_unregistered_inquires(office):
    with pytest.raises(GatewayFault), writing(office) as connection:
        Inquiries(connection).add(replace(ASKED, person="P-nobody"))
