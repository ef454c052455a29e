"""May this order be asked for?"""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from gateway.approvals.asking import Circumstances, objections
from gateway.approvals.objection import Objection
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Person, Role, Standing
from gateway.vocabulary.party import Chain
from gateway.work_orders.order import Mode, OrderedTarget
from tests.gateway.approvals.an_office import a_wish
from tests.gateway.authorization.a_request import NOW, a_chain, a_consent, a_person, a_supervisor, a_target, the_policy

SAME = a_person()


def found(
    *,
    by: Person = SAME,
    engineer: Person | None = SAME,
    now: datetime = NOW,
    target: object = None,
    chain: Chain | None = None,
    **wish: object,
) -> list[str]:
    known = Circumstances(
        by=by,
        engineer=engineer,
        chain=a_chain() if chain is None else chain,
        targets={"callcenter-app": a_target() if target is None else target},  # type: ignore[dict-item]
        policy=the_policy(),
        now=now,
    )
    return [reason.rule for reason in objections(a_wish(**wish), known)]


def test_an_engineer_asks_for_himself() -> None:
    assert found() == []


def test_a_supervisor_asks_for_an_engineer() -> None:
    assert found(by=a_supervisor()) == []


def test_another_engineer_does_not() -> None:
    assert found(by=a_person(id="P-2")) == [Objection.NOT_FOR_ANOTHER]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.CLIENT])
def test_R22_other_roles_ask_for_nothing(role: Role) -> None:
    assert Objection.MAY_NOT_ASK in found(by=a_person(roles=frozenset({role})), engineer=SAME)


@pytest.mark.parametrize(
    "engineer", [None, a_person(standing=Standing.SUSPENDED), a_person(roles=frozenset({Role.SUPERVISOR}))]
)
def test_the_order_is_for_an_active_engineer(engineer: Person | None) -> None:
    assert Objection.NO_SUCH_ENGINEER in found(by=a_supervisor(), engineer=engineer)


def test_the_contract_lasts_until_the_window_ends() -> None:
    last_day = a_person(contract_end=date(2026, 11, 22))
    midnight = datetime(2026, 11, 23, tzinfo=JST)
    start = midnight - timedelta(hours=2)
    assert found(by=last_day, engineer=last_day, starts_at=start, ends_at=midnight) == []
    after = midnight + timedelta(minutes=1)
    assert found(by=last_day, engineer=last_day, starts_at=start, ends_at=after) == [Objection.CONTRACT_TOO_SHORT]


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ((), [Objection.TARGETS_UNCLEAR]),
        ((OrderedTarget(name="callcenter-app", accounts=()),), [Objection.TARGETS_UNCLEAR]),
        ((OrderedTarget(name="callcenter-app", accounts=("maint",)),) * 2, [Objection.TARGETS_UNCLEAR]),
        ((OrderedTarget(name="elsewhere\x1b[2J", accounts=("maint",)),), [Objection.NO_SUCH_TARGET]),
        ((OrderedTarget(name="callcenter-app", accounts=("root",)),), [Objection.NO_SUCH_ACCOUNT]),
    ],
)
def test_targets_and_accounts_exist(targets: tuple[OrderedTarget, ...], expected: list[str]) -> None:
    assert found(targets=targets) == expected


def test_a_target_out_of_service_is_refused() -> None:
    assert found(target=a_target(standing=Standing.SUSPENDED)) == [Objection.NO_SUCH_TARGET]


def test_R23_the_window() -> None:
    assert found(ends_at=NOW + timedelta(hours=8)) == []
    assert found(ends_at=NOW + timedelta(hours=8, microseconds=1)) == [Objection.WINDOW_TOO_LONG]
    assert found(ends_at=NOW) == [Objection.WINDOW_REVERSED, Objection.WINDOW_GONE]
    assert found(starts_at=NOW - timedelta(hours=2), ends_at=NOW) == [Objection.WINDOW_GONE]
    assert found(starts_at=NOW - timedelta(hours=2), ends_at=NOW + timedelta(microseconds=1)) == []


@pytest.mark.parametrize("purpose", ["inquiry", "", "sightseeing", "\x1b[31m"])
def test_R24_a_purpose_outside_the_memorandum(purpose: str) -> None:
    assert found(purpose=purpose) == [Objection.PURPOSE_OUTSIDE]


def test_R24_the_day_before_the_new_memorandum() -> None:
    before = datetime(2024, 1, 25, 12, tzinfo=JST)
    window: dict[str, Any] = {"starts_at": before, "ends_at": before + timedelta(hours=1)}
    assert found(now=before, purpose="inquiry", **window) == []
    assert found(now=datetime(2024, 1, 26, tzinfo=JST), purpose="inquiry", **window) == [
        Objection.WINDOW_GONE,
        Objection.PURPOSE_OUTSIDE,
    ]


@pytest.mark.parametrize("reason", ["", "　", "a\nb", "\x1b[2J", "x" * 501, "\u202eabc"])
def test_a_reason_is_one_plain_line(reason: str) -> None:
    assert found(reason=reason) == [Objection.REASON_UNFIT]


def test_R25_personal_data_name_their_clients() -> None:
    assert found(clients=()) == [Objection.CLIENTS_MISSING]
    assert found(clients=(), personal_data=False) == []
    assert found(clients=("C-01", "C-99")) == [Objection.CLIENT_NOT_THERE]


def test_everything_wrong_is_said_at_once() -> None:
    assert len(found(clients=(), purpose="", reason="", ends_at=NOW, targets=())) == 6


def test_what_was_typed_is_repeated_harmlessly() -> None:
    known = Circumstances(by=SAME, engineer=SAME, chain=a_chain(), targets={}, policy=the_policy(), now=NOW)
    wish = a_wish(
        targets=(OrderedTarget(name="\x1b[2J目", accounts=("m",)),), clients=("\x9b",), purpose="\u202e{desk}"
    )
    for reason in objections(wish, known):
        assert (reason.title.ja + reason.next_step.ja).isprintable()
        assert reason.title.en.isascii()


def test_a_window_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError):
        a_wish(starts_at=NOW.replace(tzinfo=None))


def test_R28_of_69_clients_68_have_consented_and_the_order_is_refused_naming_the_69th() -> None:
    codes = [f"C-{number:02}" for number in range(1, 70)]
    chain = a_chain(consents=tuple(a_consent(code) for code in codes[:68]))
    target = a_target(clients=tuple(codes))
    assert found(target=target, chain=chain, clients=tuple(codes[:68])) == []
    known = Circumstances(
        by=SAME, engineer=SAME, chain=chain, targets={"callcenter-app": target}, policy=the_policy(), now=NOW
    )
    reasons = objections(a_wish(clients=tuple(codes)), known)
    assert [reason.rule for reason in reasons] == [Objection.CONSENT_MISSING]
    assert "C-69 かわ町" in reasons[0].title.ja
    assert "委託先 みなと運用 → 再委託先 ひがし保守" in reasons[0].title.ja  # the full chain


def test_R28_the_processors_own_people_need_no_paper() -> None:
    assert found(chain=a_chain(kind="processor", consents=())) == []


def test_R28_an_employer_of_another_kind_needs_every_paper() -> None:
    for kind in ("", "client", "contractor"):
        assert found(chain=a_chain(kind=kind, consents=())) == [Objection.CONSENT_MISSING]


def test_R28_an_order_that_names_nobody_needs_the_papers_of_all_whose_data_the_target_holds() -> None:
    wish = {"clients": (), "personal_data": False, "mode": Mode.COMMANDS, "subjects": None}
    assert found(**wish) == []
    assert found(**wish, chain=a_chain(consents=(a_consent("C-01"),))) == [Objection.CONSENT_MISSING]
    assert found(**wish, target=a_target(clients=())) == [Objection.CONSENT_MISSING]  # nobody knows whose they are


def test_R28_a_consent_covers_the_whole_window() -> None:
    night = {"starts_at": datetime(2026, 11, 23, 22, tzinfo=JST), "ends_at": datetime(2026, 11, 24, 2, tzinfo=JST)}
    first = a_consent("C-01", valid_until=date(2026, 11, 23))
    assert found(**night, chain=a_chain(consents=(first,))) == [Objection.CONSENT_MISSING]
    second = a_consent("C-01", valid_from=date(2026, 11, 24))
    assert found(**night, chain=a_chain(consents=(first, second))) == []
    to_midnight = {**night, "ends_at": datetime(2026, 11, 24, tzinfo=JST)}
    assert found(**to_midnight, chain=a_chain(consents=(first,))) == []


@pytest.mark.parametrize(
    ("wish", "rules"),
    [
        ({"subjects": None}, [Objection.SUBJECTS_UNCLEAR]),
        ({"subjects": 0}, [Objection.SUBJECTS_UNCLEAR]),
        ({"subjects": 51}, [Objection.SUBJECTS_UNCLEAR]),
        ({"subjects": 50}, []),
        ({"subjects": 1, "personal_data": False}, [Objection.SUBJECTS_WITHOUT_DATA]),
        ({"template": "fault-data"}, []),
        ({"template": "no-such"}, [Objection.NO_SUCH_TEMPLATE]),
        ({"template": "\x1b[2J"}, [Objection.NO_SUCH_TEMPLATE]),
        ({"template": "fault-data", "reason": "障害番号：　閲覧が必要な理由："}, [Objection.REASON_NOT_WRITTEN]),
        ({"template": "fault-data", "reason": "障害番号：7　閲覧が必要な理由：照合"}, []),
    ],
)
def test_R25_how_many_people_and_a_reason_of_ones_own(wish: dict[str, Any], rules: list[str]) -> None:
    assert found(**wish) == rules
