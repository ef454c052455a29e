"""Sessions of the web office at a real keeper: who gets one, what carries it on, what ends it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from gateway.authentication.ports import Verdict
from gateway.crypto import assertion, signing, web_pass
from gateway.crypto.assertion import Way
from gateway.crypto.digest import sha256
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients, requests
from gateway.keeper.web_entry import SKEW, WebLimits
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.secret import Secret
from tests.gateway.keeper.world import WRONG_CODE

TICKET = Secret(b"T" * 43)
OTHER = Secret(b"U" * 43)
LIMITS = WebLimits()


@dataclass(frozen=True, kw_only=True)
class Row:
    id: str
    ticket: bytes
    person: str
    signed_pass: bytes
    seen_at: datetime
    seen_address: str = "192.0.2.1"
    ended_at: datetime | None = None


def digest(ticket):
    return sha256(ticket.reveal())


def enter(world, name="auditor", ticket=TICKET):
    """A session, stored as the registrar would."""
    begun = clients.Web(world.office(name)).enter(digest(ticket))
    carried = web_pass.verified(world.public.assertion_vkey, begun.signed_pass)
    world.web_sessions[carried.ticket] = Row(
        id=carried.web,
        ticket=carried.ticket,
        person=carried.person,
        signed_pass=begun.signed_pass,
        seen_at=world.clock.now(),
    )
    return carried


def change(world, **fields):
    world.web_sessions[digest(TICKET)] = replace(world.web_sessions[digest(TICKET)], **fields)


def resume(world, ticket=TICKET):
    return clients.Web(world.door("office")).resume(ticket)


def refused(world, ticket=TICKET):
    with pytest.raises(CallRefused) as refusal:
        resume(world, ticket)
    return refusal.value.code


def said(world, blob):
    return assertion.verified(world.public.assertion_vkey, blob, world.clock.now())


def test_a_pass_holds_the_ticket_by_its_digest_and_who_proved_what_when(world):
    carried = enter(world)
    now = world.clock.now()
    assert (carried.ticket, carried.person, carried.username) == (digest(TICKET), "P-auditor", "auditor")
    assert (carried.way, carried.proved_at, carried.ends_at) == (Way.CODE, now, now + LIMITS.absolute)
    assert carried.web.startswith("W-")
    assert TICKET.reveal() not in world.web_sessions[digest(TICKET)].signed_pass


def test_a_ticket_binds_a_fresh_connection_and_says_whose_and_since_when(world):
    carried = enter(world)
    world.clock.move(minutes=2)
    resumed = resume(world)
    word = said(world, resumed.assertion)
    assert (word.person, word.web, word.way) == ("P-auditor", carried.web, Way.CODE)
    assert (word.proved_at, word.roles) == (carried.proved_at, {Role.AUDITOR})
    assert (resumed.ends_at, resumed.seen_at) == (carried.ends_at, carried.issued_at)


def test_a_resumed_connection_may_what_its_person_may(world):
    enter(world)
    caller = world.door("office")
    clients.Web(caller).resume(TICKET)
    sealed = clients.Fields(caller).seal([requests.PlainField(context="x", value="y")])
    assert clients.Fields(caller).open([requests.SealedField(context="x", sealed=sealed[0])]) == ["y"]


def test_a_ticket_nobody_was_given_is_unknown(world):
    enter(world)
    assert refused(world, OTHER) == "web.unknown"
    assert not world.violations


def test_an_ended_session_is_refused_by_the_keeper_itself(world):
    enter(world)
    change(world, ended_at=world.clock.now())
    assert refused(world) == "web.ended"


def test_the_idle_limit_counts_from_the_last_request_written_down(world):
    enter(world)
    world.clock.move(seconds=LIMITS.idle.total_seconds() - 1)
    resume(world)
    world.clock.move(seconds=1)
    assert refused(world) == "web.idle"
    change(world, seen_at=world.clock.now())
    resume(world)


def test_the_absolute_limit_ends_it_however_lately_it_was_used(world):
    enter(world)
    world.clock.move(seconds=LIMITS.absolute.total_seconds() - 1)
    change(world, seen_at=world.clock.now())
    resume(world)
    world.clock.move(seconds=1)
    assert refused(world) == "web.over"


def test_a_clock_set_back_lets_nobody_in(world):
    enter(world)
    world.clock.move(seconds=-SKEW.total_seconds())
    resume(world)
    world.clock.move(seconds=-1)
    assert refused(world) == "web.over"


@pytest.mark.parametrize("changes", [{"standing": Standing.SUSPENDED}, {"standing": Standing.REVOKED}])
def test_a_suspended_account_is_refused_at_the_next_request(world, changes):
    enter(world)
    world.people["auditor"] = replace(world.people["auditor"], **changes)
    assert refused(world) == "web.not-active"


def test_an_expired_contract_is_refused_at_the_next_request(world):
    enter(world)
    ended = (world.clock.now() - timedelta(days=1)).date()
    world.people["auditor"] = replace(world.people["auditor"], contract_end=ended)
    assert refused(world) == "web.not-active"


@pytest.mark.parametrize(
    "changes", [{"password_sealed": b"x"}, {"totp_sealed": b"x"}, {"totp_sealed": None}, {"passkeys": (b"k",)}]
)
def test_changed_factors_end_it_for_good(world, changes):
    enter(world)
    world.people["auditor"] = replace(world.people["auditor"], **changes)
    assert refused(world) == "web.factors-changed"


def test_factors_changed_between_their_proof_and_the_pass_end_it_too(world):
    caller = world.office("auditor")
    world.people["auditor"] = replace(world.people["auditor"], passkeys=(b"k",))
    begun = clients.Web(caller).enter(digest(TICKET))
    world.web_sessions[digest(TICKET)] = Row(
        id=web_pass.verified(world.public.assertion_vkey, begun.signed_pass).web,
        ticket=digest(TICKET),
        person="P-auditor",
        signed_pass=begun.signed_pass,
        seen_at=world.clock.now(),
    )
    assert refused(world) == "web.factors-changed"


def test_roles_are_those_of_now(world):
    enter(world)
    world.people["auditor"] = replace(world.people["auditor"], roles=frozenset({Role.SUPERVISOR}))
    assert said(world, resume(world).assertion).roles == {Role.SUPERVISOR}


def test_a_person_that_is_gone_is_unknown(world):
    enter(world)
    del world.people["auditor"]
    assert refused(world) == "web.unknown"


def test_a_user_name_that_is_another_persons_now_is_unknown(world):
    enter(world)
    world.people["auditor"] = replace(world.people["auditor"], person="P-newcomer")
    assert refused(world) == "web.unknown"


# -- rows that somebody with the database in his hands wrote


def test_a_pass_of_another_ticket_is_refused(world):
    enter(world)
    enter(world, "admin", OTHER)
    change(world, signed_pass=world.web_sessions[digest(OTHER)].signed_pass)
    assert refused(world) == "web.unknown"


def test_a_row_copied_under_another_ticket_is_refused(world):
    enter(world)
    row = world.web_sessions[digest(TICKET)]
    world.web_sessions[digest(OTHER)] = replace(row, ticket=digest(OTHER))
    assert refused(world, OTHER) == "web.unknown"


@pytest.mark.parametrize("changes", [{"person": "P-admin"}, {"id": "W-20261122-ZZZZZZZZZZ"}, {"ticket": bytes(32)}])
def test_a_row_that_says_other_than_its_pass_is_refused(world, changes):
    enter(world)
    change(world, **changes)
    assert refused(world) == "web.unknown"


def test_a_tampered_pass_and_one_of_another_keeper_are_refused(world):
    carried = enter(world)
    blob = bytearray(world.web_sessions[digest(TICKET)].signed_pass)
    blob[-3] ^= 1
    change(world, signed_pass=bytes(blob))
    assert refused(world) == "web.unknown"
    change(world, signed_pass=web_pass.sign(signing.new_signing_key(), replace(carried, person="P-admin")))
    assert refused(world) == "web.unknown"


# -- what no honest office asks


def test_a_session_begins_from_factors_and_never_from_another_session(world):
    enter(world)
    caller = world.door("office")
    clients.Web(caller).resume(TICKET)
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        clients.Web(caller).enter(digest(OTHER))
    assert "out of another one" in world.violations[-1][1]


def test_one_proof_begins_one_session(world):
    caller = world.office("auditor")
    clients.Web(caller).enter(digest(TICKET))
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        clients.Web(caller).enter(digest(OTHER))


def test_nobody_begins_a_session_and_nobody_bound_resumes_one(world):
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        clients.Web(world.door("office")).enter(digest(TICKET))
    enter(world)
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        clients.Web(world.office("admin")).resume(TICKET)


def test_a_session_process_has_no_web_session(world):
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        clients.Web(world.bound()).enter(digest(TICKET))
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        clients.Web(world.session("C-2")).resume(TICKET)


# -- a fresh factor


def test_a_fresh_code_renews_the_pass_and_neither_ticket_nor_limit(world):
    before = enter(world)
    world.clock.move(minutes=8)
    caller = world.door("office")
    clients.Web(caller).resume(TICKET)
    proved = clients.Web(caller).again(Secret(world.code("auditor").encode()))
    renewed = web_pass.verified(world.public.assertion_vkey, proved.signed_pass)
    now = world.clock.now()
    assert renewed == replace(before, proved_at=now, issued_at=now)
    assert said(world, proved.checked.assertion).proved_at == now
    change(world, signed_pass=proved.signed_pass, seen_at=now)
    assert said(world, resume(world).assertion).proved_at == now


def test_R16_a_fresh_code_counts_in_the_one_ledger(world):
    enter(world)
    caller = world.door("office")
    clients.Web(caller).resume(TICKET)
    code = world.code("auditor")
    assert clients.Web(caller).again(Secret(code.encode())).checked.verdict is Verdict.RIGHT
    assert clients.Web(caller).again(Secret(code.encode())).checked.verdict is Verdict.USED
    verdicts = [clients.Web(caller).again(Secret(WRONG_CODE.encode())).checked.verdict for _ in range(5)]
    assert verdicts == [Verdict.WRONG] * 4 + [Verdict.LOCKED]
    assert clients.Factors(world.door("office")).password("auditor", None, Secret(b"x")).verdict is Verdict.LOCKED


def test_a_wrong_code_renews_nothing(world):
    enter(world)
    caller = world.door("office")
    clients.Web(caller).resume(TICKET)
    proved = clients.Web(caller).again(Secret(WRONG_CODE.encode()))
    assert (proved.signed_pass, proved.checked.assertion) == (None, None)


def test_whoever_was_suspended_meanwhile_is_not_fresh(world):
    enter(world)
    caller = world.door("office")
    clients.Web(caller).resume(TICKET)
    code = world.code("auditor")
    world.people["auditor"] = replace(world.people["auditor"], standing=Standing.SUSPENDED)
    proved = clients.Web(caller).again(Secret(code.encode()))
    assert (proved.checked.verdict, proved.checked.assertion, proved.signed_pass) == (Verdict.RIGHT, None, None)


def test_a_fresh_code_outside_a_web_session_is_a_violation(world):
    caller = world.office("auditor")
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        clients.Web(caller).again(Secret(world.code("auditor").encode()))
    assert "outside a web session" in world.violations[-1][1]


def test_the_demo_operator_has_no_web_session(keys):
    from tests.gateway.keeper.world import World

    marker = keys.parent / "demo.marker"
    marker.touch()
    world = World(keys.parent, demo=marker)
    try:
        caller = world.door("office")
        clients.Office(caller).demo()
        with pytest.raises(CallRefused, match=r"ipc\.refused"):
            clients.Web(caller).enter(digest(TICKET))
    finally:
        world.close()
