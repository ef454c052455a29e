"""May this order be asked for? Every objection at once, so that a form is corrected in one go. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.approvals.consenting import consent_objections
from gateway.approvals.declined import because
from gateway.approvals.four_eyes import standing_objections
from gateway.approvals.objection import Objection
from gateway.authorization.decision import Reason
from gateway.authorization.policy import Policy
from gateway.authorization.roles import Permission
from gateway.authorization.wording import is_one_line
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Person, Role, Standing
from gateway.vocabulary.party import Chain
from gateway.vocabulary.target import Target
from gateway.work_orders.order import Mode, OrderedTarget

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for; the desk adds who, when and the order's number.

    `subjects` is how many people's data will be seen at most (with personal data only), `template` the id of the template
    of policies/orders.toml it was written from. Raises ValueError for a moment without a time zone.
    """

    person_id: str
    targets: tuple[OrderedTarget, ...]
    clients: tuple[str, ...]
    purpose: str
    personal_data: bool
    mode: Mode
    starts_at: datetime
    ends_at: datetime
    reason: str
    subjects: int | None = None
    template: str | None = None

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("a window needs a time zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the desk knows when it is asked: who asks, the engineer and targets as stored (None where unknown), the time."""

    by: Person
    engineer: Person | None
    chain: Chain  # from the clients to the engineer's employer
    targets: Mapping[str, Target | None]
    policy: Policy
    now: datetime


def objections(wish: Wish, known: Circumstances) -> tuple[Reason, ...]:
    """All reasons why the order cannot be asked for; empty if it can."""
    return (
        *_about_people(wish, known),
        *_about_targets(wish, known),
        *_about_window(wish, known),
        *_about_purpose(wish, known),
        *_about_reason(wish, known),
        *_about_subjects(wish, known),
        *_about_clients(wish, known),
        *_about_consents(wish, known),
    )


def _about_people(wish: Wish, known: Circumstances) -> Iterator[Reason]:
    matrix, by, engineer = known.policy.roles, known.by, known.engineer
    yield from standing_objections(by, matrix, known.now.astimezone(JST).date())
    if not matrix.permits(by.roles, Permission.ORDER_ASK):
        yield because(Objection.MAY_NOT_ASK)
    if by.id != wish.person_id and not matrix.permits(by.roles, Permission.ORDER_JUDGE):
        yield because(Objection.NOT_FOR_ANOTHER)
    if engineer is None or engineer.standing is not Standing.ACTIVE or Role.ENGINEER not in engineer.roles:
        yield because(Objection.NO_SUCH_ENGINEER)
    elif (wish.ends_at - _MOMENT).astimezone(JST).date() > engineer.contract_end:
        yield because(Objection.CONTRACT_TOO_SHORT, contract_end=engineer.contract_end)


def _about_targets(wish: Wish, known: Circumstances) -> Iterator[Reason]:
    names = [target.name for target in wish.targets]
    if not names or len(set(names)) != len(names) or not all(target.accounts for target in wish.targets):
        yield because(Objection.TARGETS_UNCLEAR)
    for asked in wish.targets:
        target = known.targets.get(asked.name)
        if target is None or target.standing is not Standing.ACTIVE:
            yield because(Objection.NO_SUCH_TARGET, target=ascii(asked.name)[1:-1])
            continue
        for account in asked.accounts:
            if account not in target.accounts:
                yield because(Objection.NO_SUCH_ACCOUNT, target=target.name, account=ascii(account)[1:-1])


def _about_window(wish: Wish, known: Circumstances) -> Iterator[Reason]:
    hours = known.policy.limits.window_hours
    if wish.starts_at >= wish.ends_at:
        yield because(Objection.WINDOW_REVERSED)
    if wish.ends_at - wish.starts_at > timedelta(hours=hours):
        yield because(Objection.WINDOW_TOO_LONG, hours=hours)
    if wish.ends_at <= known.now:
        yield because(Objection.WINDOW_GONE)


def _about_purpose(wish: Wish, known: Circumstances) -> Iterator[Reason]:
    purposes = known.policy.purposes
    if not purposes.permits(wish.purpose, known.now):
        permitted = purposes.permitted_at(known.now).values()
        name = purposes.name_of(wish.purpose)
        yield because(
            Objection.PURPOSE_OUTSIDE,
            purpose=name.en,
            purpose_ja=name.ja,
            desk=purposes.desk.en,
            desk_ja=purposes.desk.ja,
            permitted=", ".join(each.en for each in permitted),
            permitted_ja="、".join(each.ja for each in permitted),
        )


def _about_reason(wish: Wish, known: Circumstances) -> Iterator[Reason]:
    letters, template = known.policy.limits.reason_letters, known.policy.templates.get(wish.template or "")
    if not is_one_line(wish.reason, letters):
        yield because(Objection.REASON_UNFIT, letters=letters)
    elif template is not None and wish.reason.strip() in (template.reason.ja.strip(), template.reason.en.strip()):
        yield because(Objection.REASON_NOT_WRITTEN)
    if wish.template is not None and template is None:
        yield because(Objection.NO_SUCH_TEMPLATE, template=ascii(wish.template[:40])[1:-1])


def _about_subjects(wish: Wish, known: Circumstances) -> Iterator[Reason]:
    most = known.policy.limits.subjects
    if wish.personal_data and (wish.subjects is None or not 1 <= wish.subjects <= most):
        yield because(Objection.SUBJECTS_UNCLEAR, most=most)
    if not wish.personal_data and wish.subjects is not None:
        yield because(Objection.SUBJECTS_WITHOUT_DATA)


def _about_clients(wish: Wish, known: Circumstances) -> Iterator[Reason]:
    if wish.personal_data and not wish.clients:
        yield because(Objection.CLIENTS_MISSING)
    held = {client for target in known.targets.values() if target is not None for client in target.clients}
    for client in wish.clients:
        if client not in held:
            yield because(Objection.CLIENT_NOT_THERE, client=ascii(client)[1:-1])


def _about_consents(wish: Wish, known: Circumstances) -> tuple[Reason, ...]:
    if known.engineer is None or wish.starts_at >= wish.ends_at:
        return ()  # refused for that already; the order is asked about again once it is mended
    targets = [target for target in known.targets.values() if target is not None]
    held = {client for target in targets for client in target.clients}
    named = [
        client for client in wish.clients if client in held
    ]  # of the others it is said that nobody holds their data
    if wish.clients and not named:
        return ()
    return consent_objections(named, targets, known.chain, wish.starts_at, wish.ends_at)
