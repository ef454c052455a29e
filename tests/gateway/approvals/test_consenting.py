"""One reason a client, naming it, its paper and the chain."""

from datetime import date, timedelta

from gateway.approvals.consenting import consent_objections
from tests.gateway.authorization.a_request import NOW, a_chain, a_consent, a_target


def said(**chain) -> list[str]:
    reasons = consent_objections(("C-01", "C-69"), [a_target()], a_chain(**chain), NOW, NOW + timedelta(hours=2))
    return [reason.title.ja for reason in reasons]


def test_each_client_is_named_with_what_is_wrong_with_its_paper() -> None:
    expired = a_consent("C-01", valid_until=date(2026, 11, 21))
    ended = a_consent("C-69", ended_at=NOW, ended_by="P-30")
    first, second = said(consents=(expired, ended))
    assert "C-01 ほしみ通販（承諾の期間外: 覚書第3版, 2026-11-21）" in first
    assert "C-69 かわ町（承諾が終了済み: 覚書第3版, 2027-03-31）" in second
    assert "委託元 かわ町 → 委託先 みなと運用 → 再委託先 ひがし保守" in second


def test_one_that_begins_later_does_not_count_yet() -> None:
    later = a_consent("C-69", valid_from=date(2026, 11, 23))
    (only,) = said(consents=(a_consent("C-01"), later))
    assert "承諾の開始日前" in only


def test_nothing_is_said_where_every_paper_stands() -> None:
    assert said(consents=(a_consent("C-01"), a_consent("C-69"))) == []


def test_english_is_ascii() -> None:
    for reason in consent_objections(("委託",), [], a_chain(name="保守"), NOW, NOW + timedelta(hours=1)):
        assert (reason.title.en + reason.next_step.en).isascii()
