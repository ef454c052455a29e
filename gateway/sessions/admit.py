"""From a proved person to an open session: facts, decision, lease and journal, recorder; only then may anybody dial.

The order of steps is the promise: the registrar has committed "session opened" before a recording begins, and the recording is
on the disk before a Permit leaves this room. Whatever fails on the way ends in a refusal with words or in a fault.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.authentication.progress import Proved
from gateway.authorization.choose import choose, interactive
from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit, Refusal
from gateway.authorization.events import event_of
from gateway.authorization.policy import Policy
from gateway.authorization.request import Capability, Factor, Request
from gateway.recording.header import PersonalHeader, RecordingHeader
from gateway.recording.recorder import Recorder
from gateway.sessions import texts
from gateway.sessions.ending import EndReason
from gateway.sessions.events import SessionEnded, SessionOpened, SessionRefused
from gateway.sessions.ports import AdmissionFacts, LeaseHeld, NotNow, RecordingRoom, Registry, TooMany
from gateway.sessions.route import Route
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.clock import Clock, timestamp
from gateway.vocabulary.identifiers import new_recording_id, new_session_id
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.vocabulary.target import Protocol, Target
from gateway.work_orders.order import Standing, WorkOrder

NAMED_MAX = 64  # of a client's TERM, kept in the header


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What one channel asks for. `capability` SHELL stands for "interactive": the order decides which kind."""

    route: Route
    capability: Capability
    columns: int
    rows: int
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """An open, recorded session. Whoever holds it must call `Admissions.end` exactly once."""

    session: str
    permit: Permit
    recorder: Recorder
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """No session. `text` is for the person's screen."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Admissions:
    """Admission for one logged-in connection."""

    proved: Proved
    address: str
    node: str
    version: str
    policy: Policy
    policy_is_current: Callable[[], bool]
    registry: Registry
    recordings: RecordingRoom
    clock: Clock

    def admit(self, wanted: Wanted, on_recorder_failure: Callable[[GatewayFault], None]) -> Admitted | Declined:
        """Decide, and open what was permitted. Raises GatewayFault when the decision cannot be made or kept."""
        if not self.policy_is_current():
            return self._declined(wanted, ["policy-changed"], texts.POLICY_CHANGED)
        facts = self.registry.admission(wanted.route.target)
        if wanted.route.target is None:
            return self._declined(
                wanted, ["no-target"], texts.no_target(self.proved.username, _behind(facts, wanted.capability))
            )
        if facts.target is None:
            return self._declined(wanted, ["unknown-target"], texts.unknown_target(facts.targets))
        wrong_door = _not_at_this_door(facts.target, wanted.capability)
        if wrong_door is not None:
            return self._declined(wanted, *wrong_door)
        request = self._request(facts, facts.target, wanted)
        match decide(request, self.policy):
            case Refusal() as refusal:
                self.registry.append([event_of(request, refusal, None)])
                return Declined(text=refusal.shown)
            case Permit() as permit:
                return self._open(facts, request, permit, wanted, on_recorder_failure)

    def _request(self, facts: AdmissionFacts, target: Target, wanted: Wanted) -> Request:
        """The question to decide, with the order it stands on."""
        request = Request(
            person=facts.person,
            chain=facts.chain,
            terminal=facts.terminal,
            target=target,
            account=self._account(facts, target, wanted.route),
            capability=wanted.capability,
            order=None,
            factors=frozenset(Factor(factor) for factor in self.proved.factors),
            proved_at=self.proved.at,
            now=self.clock.now(),
        )
        if wanted.capability is Capability.SHELL:
            return interactive(facts.orders, request, self.policy)
        return replace(request, order=choose(facts.orders, request, self.policy))

    def _account(self, facts: AdmissionFacts, target: Target, route: Route) -> str:
        """The account that was named, or the first one that an order names for this target, or the target's first.

        An order that is open now comes before others: a newer one still to be approved must not stand in its way.
        """
        if route.account is not None:
            return route.account
        now = self.clock.now()
        orders = sorted(facts.orders, key=lambda order: not _is_open(order, now))
        ordered = (named for order in orders for named in order.targets if named.name == target.name)
        return next((named.accounts[0] for named in ordered), target.accounts[0])

    def _open(
        self,
        facts: AdmissionFacts,
        request: Request,
        permit: Permit,
        wanted: Wanted,
        on_failure: Callable[[GatewayFault], None],
    ) -> Admitted | Declined:
        now = self.clock.now()
        session, recording = new_session_id(now), new_recording_id(now)
        header = self._header(facts, permit, wanted, session, recording)
        events = [event_of(request, permit, session), self._opened(permit, header)]
        held = self.registry.open(self._opening(permit, header), events)
        if isinstance(held, LeaseHeld):
            return self._declined(wanted, ["lease-held"], held.text)
        if isinstance(held, TooMany | NotNow):
            return Declined(text=held.text)  # the registrar has journalled it
        try:
            recorder = self.recordings.start(
                header, PersonalHeader(name=facts.person.name, employer=facts.employer), on_failure
            )
        except Exception as fault:
            ended = SessionEnded(
                person=self.proved.person_id,
                session=session,
                reason=EndReason.NOT_RECORDED,
                shown_bytes=0,
                typed_bytes=0,
                detail=str(fault)[:500],
            )
            self.registry.end(session, EndReason.NOT_RECORDED.value, None, [ended])
            raise
        return Admitted(session=session, permit=permit, recorder=recorder, language=facts.person.language)

    def _header(
        self, facts: AdmissionFacts, permit: Permit, wanted: Wanted, session: str, recording: str
    ) -> RecordingHeader:
        return RecordingHeader(
            recording=recording,
            session=session,
            person=facts.person.id,
            username=facts.person.username,
            terminal=facts.terminal.id,
            target=permit.target.name,
            account=permit.account,
            order=permit.order.id,
            approvers=tuple(sorted(permit.order.approvers)),
            purpose=permit.order.purpose,
            clients=permit.order.clients,
            policy_digest=permit.policy_digest,
            node=self.node,
            started_at=self.clock.now(),
            cols=wanted.columns,
            rows=wanted.rows,
            term=wanted.term[:NAMED_MAX],
            gateway_version=self.version,
            encoding=permit.target.encoding,
        )

    def _opening(self, permit: Permit, header: RecordingHeader) -> SessionOpening:
        return SessionOpening(
            id=header.session,
            person=header.person,
            username=header.username,
            terminal=header.terminal,
            order=header.order,
            target=header.target,
            account=header.account,
            capability=permit.capability.value,
            peer_address=self.address,
            until=permit.until,
            recording=header.recording,
            recording_path=self.recordings.path_of(header.recording),
        )

    def _opened(self, permit: Permit, header: RecordingHeader) -> SessionOpened:
        return SessionOpened(
            person=header.person,
            session=header.session,
            terminal=header.terminal,
            target=header.target,
            order=header.order,
            username=header.username,
            account=header.account,
            capability=permit.capability.value,
            address=self.address,
            recording=header.recording,
            until=timestamp(permit.until),
            policy_digest=permit.policy_digest,
        )

    def _declined(self, wanted: Wanted, rules: list[str], text: Text) -> Declined:
        refused = SessionRefused(
            person=self.proved.person_id,
            terminal=self.proved.terminal_id,
            target=wanted.route.target,
            username=self.proved.username,
            account=wanted.route.account,
            capability=wanted.capability.value,
            rules=rules,
            address=self.address,
        )
        self.registry.append([refused])
        return Declined(text=text)


def _behind(facts: AdmissionFacts, capability: Capability) -> tuple[str, ...]:
    """The ordered targets that are reached by the door where that is asked for."""
    there = {each.name for each in facts.ordered if _not_at_this_door(each, capability) is None}
    return tuple(name for name in facts.targets if name in there)


def _not_at_this_door(target: Target, capability: Capability) -> tuple[list[str], Text] | None:
    """Databases have a door of their own, and nothing else is behind it."""
    wants_database = capability is Capability.QUERY
    if (target.protocol is Protocol.POSTGRESQL) is wants_database:
        return None
    return (["no-database"], texts.NO_DATABASE) if wants_database else (["not-by-ssh"], texts.NOT_BY_SSH)


def _is_open(order: WorkOrder, now: datetime) -> bool:
    return order.standing is Standing.APPROVED and order.starts_at <= now < order.ends_at
