"""What a consent is, and what a chain lacks. The rule's days are tried in authorization/test_consents.py."""

from dataclasses import replace
from datetime import UTC, date, datetime

from gateway.vocabulary.party import Chain, Client, Consent, Missing, unknown_chain

CONSENT = Consent(
    id="K-1",
    client="C01",
    employer="E-2",
    memorandum="覚書第3版",
    dated=date(2026, 3, 20),
    scope="保守運用",
    valid_from=date(2026, 4, 1),
    valid_until=date(2027, 3, 31),
    document="文書庫",
    sha256=bytes(32),
    registered_by="P-1",
    registered_at=datetime(2026, 4, 1, tzinfo=UTC),
)
DAY = date(2026, 11, 22)


def chain(*consents: Consent) -> Chain:
    clients = (Client(id="C01", name="ほしみ通販"),)
    return Chain(employer="E-2", name="ひがし保守", kind="sub-processor", consents=consents, clients=clients)


def test_a_consent_covers_its_days_inclusive_and_none_once_it_is_ended() -> None:
    assert [CONSENT.covers(day) for day in (date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert not replace(CONSENT, ended_at=datetime(2026, 5, 1, tzinfo=UTC)).covers(date(2026, 4, 1))


def test_what_is_wrong_with_the_paper() -> None:
    ended = replace(CONSENT, id="K-2", ended_at=datetime(2026, 5, 1, tzinfo=UTC))
    cases = {
        Missing.NEVER: (),
        Missing.WITHDRAWN: (ended,),
        Missing.NOT_YET: (replace(CONSENT, valid_from=date(2026, 12, 1)),),
        Missing.EXPIRED: (ended, replace(CONSENT, valid_until=date(2026, 11, 21))),
    }
    for why, consents in cases.items():
        (lacking,) = chain(*consents).lacking(["C01", "C01"], DAY, DAY)
        assert (lacking.client, lacking.name, lacking.why) == ("C01", "ほしみ通販", why)
    assert chain(CONSENT).lacking(["C01"], DAY, DAY) == ()


def test_of_an_employer_nobody_knows_every_paper_is_missing() -> None:
    assert [each.client for each in unknown_chain("E-9").lacking(["C01", "C02"], DAY, DAY)] == ["C01", "C02"]
