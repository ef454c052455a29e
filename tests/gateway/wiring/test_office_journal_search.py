import pytest

from gateway.ipc.messages import CallRefused
from gateway.wiring import office_journal_search as search
from gateway.wiring.office_journal_search import JournalFilter
from tests.gateway.cli.town import Session, Town
from tests.gateway.wiring.office_town import office_of


def test_R44_found_read_and_told_where_it_stands(town: Town, recorded: Session) -> None:
    with office_of(town, "mori") as office:
        lines = search.found(office, JournalFilter(session=recorded.id, kinds=("session.opened",)))
        assert [line.kind for line in lines] == ["session.opened"]
        entry = search.one(office, lines[0].seq)
        assert (entry.flaws, dict(entry.fields)["recording"]) == ((), recorded.recording)
        state = search.state(office)
        assert state.entries > state.tail >= 0
        for none in (-1, 10**9, 2**70):
            with pytest.raises(CallRefused, match=r"journal\.absent"):
                search.one(office, none)
            with pytest.raises(CallRefused, match=r"journal\.absent"):
                search.proof(office, none)


def test_R22_whoever_may_not_read_it_reads_nothing_of_it(town: Town, recorded: Session) -> None:
    with office_of(town, "ito") as office:
        for ask in (lambda: search.found(office, JournalFilter()), lambda: search.one(office, 1), lambda: search.proof(office, 1),
                    lambda: search.state(office), lambda: search.verified(office)):  # fmt: skip
            with pytest.raises(CallRefused, match=r"role\.missing"):
                ask()


def test_one_verification_at_a_time(town: Town, recorded: Session) -> None:
    with office_of(town, "mori") as office:
        assert search._VERIFYING.acquire(blocking=False)
        try:
            with pytest.raises(CallRefused, match=r"journal\.verifying"):
                search.verified(office)
        finally:
            search._VERIFYING.release()
        assert search.verified(office).findings == ()
        assert town.events("journal.verified")[-1]["findings"] == 0
