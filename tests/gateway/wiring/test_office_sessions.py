import pytest

from gateway.ipc.messages import CallRefused
from gateway.wiring import office_sessions
from tests.gateway.cli.town import Session, Town
from tests.gateway.wiring.office_town import office_of


def test_people_are_found_by_what_they_are_called(town: Town, recorded: Session) -> None:
    sato = town.people["sato"].id
    with office_of(town, "mori") as office:
        assert office_sessions.people_matching(office, "  ") is None
        for typed in ("sato", "SATO", "E001", " e001 "):
            assert office_sessions.people_matching(office, typed) == (sato,), typed
        assert len(office_sessions.people_matching(office, "ヤマダ") or ()) == len(town.people)
        assert office_sessions.people_matching(office, "だれでもない") == ()


def test_R42_a_reason_is_one_printable_line(town: Town, recorded: Session) -> None:
    with office_of(town, "yamada") as office:
        for reason in ("", " \n ", "x" * 201, "a\x1b[2J"):
            with pytest.raises(CallRefused, match=r"reason\.unfit"):
                office_sessions.cut(office, recorded.id, reason)
        with pytest.raises(CallRefused, match=r"session\.not-live"):
            office_sessions.cut(office, recorded.id, "もう\n終わっている")
        with pytest.raises(CallRefused, match=r"session\.absent"):
            office_sessions.cut(office, "S-20260101-0000000000", "x")
    with office_of(town, "mori") as office, pytest.raises(CallRefused, match=r"role\.missing"):
        office_sessions.cut(office, recorded.id, "x")
