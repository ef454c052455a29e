"""The real office as provisioning speaks to it: through the office doors of keeper and registrar, as a person each time.

Accounts, terminals and targets are entered as the demo operator, who exists only beside the demo's marker. Orders are not: the
duty supervisor asks and the other two approve, each logged in with password and code, for nobody acts in another's name.
"""

import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from deploy.demo_stack import codes
from deploy.demo_stack.cast import REQUESTER, Member
from deploy.demo_stack.memory import Memory
from deploy.demo_stack.provision import Credentials, OrderWish, Paper, person_id
from gateway.authentication.ports import Verdict
from gateway.crypto.digest import fingerprint
from gateway.ipc.client import Caller, connect
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients as keeper
from gateway.registrar import changes
from gateway.registrar.client import OfficeClient
from gateway.storage.fields import seal_field, seal_person
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identifiers import new_identifier, new_order_id
from gateway.vocabulary.identity import Person, Role
from gateway.vocabulary.party import Consent
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Target
from gateway.vocabulary.terminal import Terminal
from gateway.wiring.office_canaries import messages, read_values
from gateway.wiring.places import Places
from gateway.work_orders import events
from gateway.work_orders.order import Approval, Standing, WorkOrder, with_approval

_THERE_ALREADY = "office.exists"
_NOTE = "デモの作業を承認する"
CANARIES_BY = "yamada"
SUBJECTS = 20  # how many people's data an order of the demo lets one look at


class LoginRefused(RuntimeError):
    """A person of the cast could not log in to the office."""


class DemoOffice:
    """Fills provision.Office. Close it when done: each person's connections stay open until then."""

    def __init__(self, state: Path, cast: Sequence[Member], memory: Memory, clock: Clock) -> None:
        self._places = Places(state)
        self._cast = {member.username: member for member in cast}
        self._memory = memory
        self._clock = clock
        self._operator = _Seat(self._places)
        self._operator.registrar.bind(self._operator.keeper.demo())
        self._supervisors: dict[str, _Seat] = {}
        self._orders: dict[str, WorkOrder] = {}

    def close(self) -> None:
        """End all connections."""
        for seat in (self._operator, *self._supervisors.values()):
            seat.close()

    def add_employer(self, id: str, name: str, kind: str) -> None:  # noqa: A002  # the column's name
        """A new employer."""
        self._commit(changes.EmployerAdded(id=id, name=name, kind=kind))

    def add_client(self, code: str, name: str) -> None:
        """A new client company."""
        self._commit(changes.ClientAdded(id=code, name=name))

    def add_consent(self, paper: Paper) -> None:
        """A client's written consent, registered by the demo operator."""
        now = self._clock.now()
        self._commit(
            changes.ConsentAdded(
                consent=Consent(
                    id=new_identifier("K", now),
                    registered_by=Role.DEMO_OPERATOR.value,
                    registered_at=now,
                    **{name: getattr(paper, name) for name in Paper.__slots__},
                )
            )
        )

    def add_person(self, person: Person, credentials: Credentials) -> None:
        """A new person; personal fields and credentials travel to the registrar sealed."""
        seat = self._operator
        fields = seal_person(seat.fields, person=person.id, name=person.name, kana=person.kana, number=person.number)
        mail = None if person.mail is None else seal_field(seat.fields, "mail", person.id, person.mail)
        factors = seat.keeper.seal_credential(person.id, credentials.password, credentials.totp_secret)
        self._commit(
            changes.PersonAdded(
                id=person.id,
                username=person.username,
                name_sealed=fields.name,
                kana_sealed=fields.kana,
                number_sealed=fields.number,
                number_digest=fields.number_digest,
                mail_sealed=mail,
                employer=person.employer,
                engagement=person.engagement,
                agency=person.agency,
                contract_end=person.contract_end,
                roles=person.roles,
                language=person.language,
                password_sealed=factors.password,
                totp_sealed=factors.totp,
                keys=tuple(_new_key(blob, person.username) for blob in credentials.keys),
            )
        )

    def add_terminal(self, terminal: Terminal) -> None:
        """A new maintenance terminal."""
        self._commit(changes.TerminalAdded(terminal=terminal, fingerprint=fingerprint(terminal.public_key)))

    def certify_terminal(self, before: Terminal, after: Terminal) -> None:
        """A registered terminal shows a certificate from now on."""
        self._commit(changes.TerminalChanged(before=before, after=after))

    def add_target(self, target: Target, secret: Secret | None) -> None:
        """A new target, and its vaulted secret."""
        self._commit(changes.TargetAdded(target=target))
        if secret is not None:
            sealed = self._operator.keeper.seal_target_secret(target.name, target.login, secret)
            self._commit(changes.TargetSecretSet(target=target.name, kind=target.login, sealed=sealed))

    def add_canary(self, canary: str, client: str, values: Sequence[str], note: str) -> None:
        """Registered by a supervisor, as digests that the keeper makes."""
        seat = self._seat_of(CANARIES_BY)
        wanted = {message: each.what for each in read_values(values) for message in messages(client, each)}
        digests = seat.canaries.digest(canary, client, list(wanted))
        pairs = zip(wanted.values(), digests, strict=True)
        kept = tuple(changes.CanaryValue(kind=what, digest=digest) for what, digest in pairs)
        self._commit(changes.CanaryAdded(id=canary, client=client, note=note, values=kept), seat)

    def ask_order(self, wish: OrderWish) -> str:
        """Ask as the duty supervisor; the order's id."""
        seat = self._seat_of(REQUESTER)
        order = _order(wish, seat.person, self._clock.now())
        seat.registrar.commit(changes.OrderAsked(order=order), [events.asked(order)])
        self._orders[order.id] = order
        return order.id

    def approve_order(self, order: str, supervisor: str) -> None:
        """Approve as that supervisor, who logs in the first time."""
        seat = self._seat_of(supervisor)
        before = self._orders[order]
        after, _ = with_approval(before, Approval(approver_id=seat.person, at=self._clock.now()))
        change = changes.OrderMoved(order=after, expected_version=before.version)
        seat.registrar.commit(change, [events.approved(after, seat.person, _NOTE)])
        self._orders[order] = after

    def _commit(self, change: changes.AnyChange, seat: "_Seat | None" = None) -> None:
        try:
            (seat or self._operator).registrar.commit(change, [])
        except CallRefused as refused:
            if refused.code != _THERE_ALREADY:
                raise

    def _seat_of(self, supervisor: str) -> "_Seat":
        if supervisor not in self._supervisors:
            seat = _Seat(self._places, person_id(self._memory, supervisor, self._clock.now()))
            seat.log_in(self._cast[supervisor], self._clock)
            self._supervisors[supervisor] = seat
        return self._supervisors[supervisor]


class _Seat:
    """One person's two connections: to the keeper, who verifies, and to the registrar, who writes."""

    def __init__(self, places: Places, person: str = "") -> None:
        self._callers: list[Caller] = [connect(places.door(process, "office")) for process in ("keeper", "registrar")]
        self.keeper = keeper.Office(self._callers[0])
        self.fields = keeper.Fields(self._callers[0])
        self.canaries = keeper.CanaryDigests(self._callers[0])
        self.registrar = OfficeClient(self._callers[1])
        self.person = person

    def log_in(self, member: Member, clock: Clock) -> None:
        """Password, then code; a code that is used up is waited out. Raises LoginRefused."""
        factors = keeper.Factors(self._callers[0])
        password = Secret((member.password or "").encode("ascii"))
        if factors.password(member.username, None, password).verdict is not Verdict.RIGHT:
            raise LoginRefused(f"{member.username}: password")
        answer = factors.code(member.username, None, _code(member, clock))
        if answer.verdict is Verdict.USED:
            time.sleep(answer.seconds + 1)
            answer = factors.code(member.username, None, _code(member, clock))
        if answer.assertion is None:
            raise LoginRefused(f"{member.username}: code: {answer.verdict}")
        self.registrar.bind(answer.assertion)

    def close(self) -> None:
        for caller in self._callers:
            caller.close()


def _code(member: Member, clock: Clock) -> str:
    return codes.code(member.totp_secret, clock.now().timestamp())


def _new_key(blob: bytes, comment: str) -> changes.NewKey:
    return changes.NewKey(fingerprint=fingerprint(blob), blob=blob, comment=comment)


def _order(wish: OrderWish, requested_by: str, now: datetime) -> WorkOrder:
    return WorkOrder(
        id=new_order_id(now),
        person_id=wish.engineer_id,
        requested_by=requested_by,
        targets=wish.targets,
        clients=wish.clients,
        purpose=wish.purpose,
        personal_data=wish.personal_data,
        mode=wish.mode,
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        reason=wish.reason,
        standing=Standing.ASKED,
        approvals=(),
        requested_at=now,
        version=1,
        subjects=SUBJECTS if wish.personal_data else None,
    )
