"""One question of the compiler: what is asked for, on which kind of target, under which order. And the request it comes to.

Nobody in it is real. The moment is one at which the last version of the memorandum is in force.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from gateway.authorization.case_request import CaseOrder, CaseTarget
from gateway.authorization.policy import Policy
from gateway.authorization.request import Capability, Factor, Request
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Engagement, Language, Person, Role, Standing
from gateway.vocabulary.party import Chain
from gateway.vocabulary.target import Encoding, FreeOfPersonalData, LoginWay, Protocol, Target
from gateway.vocabulary.terminal import Terminal

APPROVALS_MOST = 4
NAME = "sample"
_CLIENT = "C-00"
_EMPLOYER = "EM-00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Twist:
    """One fact that is other than usual: `name` for the table, `apply` makes it so."""

    name: str
    apply: Callable[[Request, Policy], Request]


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """`personal`: the target holds personal data. `viewing`: the order asks to see them. `mode`: commands or shell.

    `approvals` are those of different supervisors; `hour` that of the day in Japan. `twist` None: nothing is unusual.
    """

    capability: Capability
    personal: bool
    mode: str = "shell"
    viewing: bool = False
    approvals: int = APPROVALS_MOST
    hour: int = 10
    twist: str | None = None


def approvals_needed(mode: str, *, viewing: bool) -> int:
    """As `work_orders.order.WorkOrder.approvals_needed` counts them (a room above; a test holds the two together)."""
    return 2 if viewing or mode == "shell" else 1


def request_of(asked: Circumstances, policy: Policy) -> Request:
    """The question in the words of `decide`, without its twist: everything as it should be."""
    version = policy.purposes.versions[-1]
    now = datetime.combine(version.effective, time(asked.hour, 5), tzinfo=JST)
    return Request(
        person=_person(now),
        chain=Chain(employer=_EMPLOYER, name=NAME, kind="processor", consents=()),
        terminal=Terminal(id="TM-00", name=NAME, site=NAME, owner=_EMPLOYER, public_key=b"", standing=Standing.ACTIVE),
        target=_target(asked, now),
        account=NAME,
        capability=asked.capability,
        order=_order(asked, now, next(iter(version.permitted), NAME)),
        factors=frozenset({Factor.TERMINAL_KEY, Factor.PERSON_KEY, Factor.CODE}),
        proved_at=now,
        now=now,
    )


def _person(now: datetime) -> Person:
    return Person(
        id="P-00",
        username=NAME,
        name="",
        kana="",
        number="",
        employer=_EMPLOYER,
        engagement=Engagement.OWN,
        agency=None,
        contract_end=now.date(),
        roles=frozenset({Role.ENGINEER}),
        language=Language.JAPANESE,
        standing=Standing.ACTIVE,
    )


def _target(asked: Circumstances, now: datetime) -> Target:
    return Target(
        id="TG-00",
        name=NAME,
        protocol=Protocol.POSTGRESQL if asked.capability is Capability.QUERY else Protocol.SSH,
        address="",
        port=22,
        host_keys=(),
        accounts=(NAME,),
        login=LoginWay.CERTIFICATE,
        clients=(_CLIENT,),
        encoding=Encoding.UTF_8,
        free=None if asked.personal else FreeOfPersonalData(declared_by="P-00", until=now.date()),
        standing=Standing.ACTIVE,
        drop_folder=NAME,
    )


def _order(asked: Circumstances, now: datetime, purpose: str) -> CaseOrder:
    return CaseOrder(
        id="WO-00",
        person_id="P-00",
        targets=(CaseTarget(name=NAME, accounts=(NAME,)),),
        clients=(_CLIENT,),
        purpose=purpose,
        personal_data=asked.viewing,
        mode=asked.mode,
        starts_at=now - timedelta(minutes=5),
        ends_at=now + timedelta(minutes=55),
        standing="approved",
        requested_at=now,
        approvers=frozenset(f"P-1{number}" for number in range(asked.approvals)),
        approvals_needed=approvals_needed(asked.mode, viewing=asked.viewing),
    )
