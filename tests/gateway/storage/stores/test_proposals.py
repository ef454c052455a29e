from dataclasses import replace
from datetime import timedelta

from gateway.approvals.proposal import Proposal, Standing
from gateway.storage.engine import writing
from gateway.storage.queries.proposals import proposal, proposals
from gateway.storage.stores.proposals import Proposals
from tests.gateway.storage.samples import NOW

ASKED = Proposal(
    id="CH-1", change="PersonChanged", subject="P-sato", facts='{"roles":["engineer"]}', body=b"\x00sealed",
    asked_by="P-ito", asked_by_username="ito", asked_at=NOW, expires_at=NOW + timedelta(days=1), standing=Standing.OPEN,
)  # fmt: skip


def test_what_was_asked_is_read_back_whole_and_decided_once(database):
    with writing(database) as connection:
        store = Proposals(connection)
        assert store.add(ASKED)
        assert not store.add(ASKED)
        assert store.get("CH-1") == ASKED
        assert store.get("CH-2") is None
        assert store.decide("CH-1", Standing.CONFIRMED, by="P-abe", at=NOW)
        assert not store.decide("CH-1", Standing.WITHDRAWN, by="P-abe", at=NOW)
        decided = replace(ASKED, standing=Standing.CONFIRMED, decided_by="P-abe", decided_at=NOW)
        assert store.get("CH-1") == decided


def test_the_list_shows_what_would_change_and_nothing_sealed(database):
    with writing(database) as connection:
        store = Proposals(connection)
        store.add(ASKED)
        store.add(replace(ASKED, id="CH-2", asked_at=NOW + timedelta(hours=1)))
        found = proposals(connection)
        assert [line.id for line in found] == ["CH-2", "CH-1"]
        assert found[1].facts == {"roles": ["engineer"]}
        assert not hasattr(found[0], "body")
        assert proposal(connection, "CH-1") == found[1]
        assert proposal(connection, "CH-9") is None
