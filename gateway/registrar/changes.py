"""What the office may change, as one tagged union: what is not a class here cannot be changed through the registrar.

Each change is applied in one transaction with its events. A change of something that exists says what its author saw (a
version, or the former value whole); where that is no longer so the change is refused as stale and nothing is written.
Personal fields and credentials arrive sealed by the keeper; the registrar never sees them open.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from gateway.authentication.enrolment import RECOVERY_CODES
from gateway.disclosure.keeping import Door
from gateway.vocabulary.identity import Employer, Engagement, Language, Role, Standing
from gateway.vocabulary.party import Client, Consent
from gateway.vocabulary.target import LoginWay, Target
from gateway.vocabulary.terminal import Terminal
from gateway.work_orders.order import WorkOrder

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


RecoveryDigests = Annotated[
    tuple[Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)], ...],
    msgspec.Meta(min_length=RECOVERY_CODES, max_length=RECOVERY_CODES),
]


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="change", tag=True):
    """Base of every change. The tag is the class's name."""


class NewKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A public key to register: OpenSSH blob (RFC 4253 §6.6), its `SHA256:...` fingerprint, a comment (never personal)."""

    fingerprint: str
    blob: bytes
    comment: str


class PersonAdded(Change, frozen=True, kw_only=True):
    """A new person with credentials and keys. `number_digest` is the keyed digest that keeps numbers unique."""

    id: str
    username: str
    name_sealed: bytes
    kana_sealed: bytes
    number_sealed: bytes
    number_digest: bytes
    employer: str
    engagement: Engagement
    agency: str | None
    contract_end: date
    roles: frozenset[Role]
    language: Language
    password_sealed: bytes | None
    totp_sealed: bytes | None
    keys: tuple[NewKey, ...]
    mail_sealed: bytes | None = None
    trained_on: date | None = None
    oath_on: date | None = None


class PersonChanged(Change, frozen=True, kw_only=True):
    """The whole changeable part of a person. A sealed credential that is None, and what is UNSET, stays as it is."""

    id: str
    expected_version: int
    employer: str
    engagement: Engagement
    agency: str | None
    contract_end: date
    roles: frozenset[Role]
    language: Language
    standing: Standing
    password_sealed: bytes | None = None
    totp_sealed: bytes | None = None
    name_sealed: bytes | UnsetType = UNSET
    kana_sealed: bytes | UnsetType = UNSET
    mail_sealed: bytes | UnsetType | None = UNSET
    trained_on: date | UnsetType | None = UNSET
    oath_on: date | UnsetType | None = UNSET
    reason: Reason | None = None


class KeyAdded(Change, frozen=True, kw_only=True):
    """A further key of a person."""

    person: str
    key: NewKey


class KeyRevoked(Change, frozen=True, kw_only=True):
    """A key of a person or terminal that is not good any more. A revoked key never comes back."""

    fingerprint: str
    reason: Reason | None = None


class AuthorityAdded(Change, frozen=True, kw_only=True):
    """A certificate authority whose user certificates stand for people's keys: name, plain public key, its fingerprint."""

    name: str
    blob: bytes
    fingerprint: str


class AuthorityRevoked(Change, frozen=True, kw_only=True):
    """An authority whose certificates are not taken any more. It never comes back."""

    name: str


class Mark(StrEnum):
    """What a user certificate is revoked by."""

    SERIAL = "serial"
    KEY_ID = "key-id"


class CertificateRevoked(Change, frozen=True, kw_only=True):
    """Every certificate of the authority of this name with this serial (decimal) or key id is not taken any more."""

    authority: str
    mark: Mark
    value: str


class TerminalAdded(Change, frozen=True, kw_only=True):
    """A new maintenance terminal; `fingerprint` is that of `terminal.public_key`."""

    terminal: Terminal
    fingerprint: str


class TerminalChanged(Change, frozen=True, kw_only=True):
    """Name, site, owner, kind, certificate or standing of a terminal; its id and key stay."""

    before: Terminal
    after: Terminal
    reason: Reason | None = None


class TargetAdded(Change, frozen=True, kw_only=True):
    """A new target, with the secret that is vaulted for its way of log-in, sealed by the keeper; None where it comes later."""

    target: Target
    secret_sealed: bytes | None = None


class TargetChanged(Change, frozen=True, kw_only=True):
    """Anything of a target but its id and name."""

    before: Target
    after: Target


class TargetSecretSet(Change, frozen=True, kw_only=True):
    """The vaulted key or password of the target with this name, sealed by the keeper."""

    target: str
    kind: LoginWay
    sealed: bytes


class RotationWanted(Change, frozen=True, kw_only=True):
    """The vaulted password of the target with this name is to be changed as soon as nobody works there."""

    target: str


class LockLifted(Change, frozen=True, kw_only=True):
    """The failures counted against a person are forgotten, and his lock with them."""

    person: str
    reason: Reason | None = None


class EmployerAdded(Change, frozen=True, kw_only=True):
    """A new employer (委託先/再委託先)."""

    id: str
    name: str
    kind: str
    contract_number: str | None = None
    contract_start: date | None = None
    contract_end: date | None = None


class EmployerChanged(Change, frozen=True, kw_only=True):
    """Anything of an employer but its id."""

    before: Employer
    after: Employer


class ClientAdded(Change, frozen=True, kw_only=True):
    """A new client company (委託元): its code, name, reading, and the office to turn to (nobody's own data)."""

    id: str
    name: str
    kana: str = ""
    contact: str = ""


class ClientChanged(Change, frozen=True, kw_only=True):
    """Anything of a client company but its id."""

    before: Client
    after: Client


class ConsentAdded(Change, frozen=True, kw_only=True):
    """A client's written consent to sub-outsourcing; registered by whoever is bound, now."""

    consent: Consent


class ConsentEnded(Change, frozen=True, kw_only=True):
    """A consent that counts no more from this moment. `by` is whoever is bound."""

    consent: str
    by: str
    reason: str


class OrderAsked(Change, frozen=True, kw_only=True):
    """A new work order, as asked: no approvals yet."""

    order: WorkOrder


class OrderMoved(Change, frozen=True, kw_only=True):
    """A work order after one step of its life (approval, return, rejection, withdrawal); `order` is the whole of it."""

    order: WorkOrder
    expected_version: int


class PlayPermitted(Change, frozen=True, kw_only=True):
    """A replay in the pages: `person` may begin it once, in the web session `web`; it brings the event that says why."""

    play: str
    recording: str
    person: str
    web: str


class PlayTaken(Change, frozen=True, kw_only=True):
    """The replay begins: its frames are handed out now, and never again."""

    play: str
    recording: str
    person: str
    web: str


class EnrolmentIssued(Change, frozen=True, kw_only=True):
    """A one-time link for a person without factors, good for 24 hours, in the place of any former one.

    `digest` is the keyed digest of its token; the token itself is in the link and nowhere else.
    """

    person: str
    digest: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


class Enrolled(Change, frozen=True, kw_only=True):
    """The first factors of whoever used his link: password, code secret, and the digests of his recovery codes."""

    person: str
    digest: bytes
    password_sealed: bytes
    totp_sealed: bytes
    recovery: RecoveryDigests


class PasswordChanged(Change, frozen=True, kw_only=True):
    """One's own password."""

    person: str
    password_sealed: bytes


class CodeSecretChanged(Change, frozen=True, kw_only=True):
    """One's own secret of one-time codes."""

    person: str
    totp_sealed: bytes


class RecoveryCodesRenewed(Change, frozen=True, kw_only=True):
    """One's own recovery codes, in the place of all former ones."""

    person: str
    recovery: RecoveryDigests


class PasskeyAdded(Change, frozen=True, kw_only=True):
    """A passkey of one's own; `name` is what its owner calls it, and stays out of the journal."""

    person: str
    credential_id: Annotated[bytes, msgspec.Meta(min_length=1, max_length=1023)]
    sealed: bytes
    sign_count: Annotated[int, msgspec.Meta(ge=0, lt=2**32)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class PasskeyRemoved(Change, frozen=True, kw_only=True):
    """A passkey of one's own that is good no more."""

    person: str
    credential_id: bytes


class LanguageChanged(Change, frozen=True, kw_only=True):
    """The language one wants to read."""

    person: str
    language: Language


class FactorsReset(Change, frozen=True, kw_only=True):
    """Everything a person proves himself with goes; only ever asked by one administrator and confirmed by another."""

    person: str


class BudgetReleased(Change, frozen=True, kw_only=True):
    """A frozen person (id) may be shown something at the door again, within the caps.

    Where it takes two (holding.py), one asks for it, naming the `freeze` he looked at, and another confirms; that freeze and no
    later one is released. None: whichever stands.
    """

    person: str
    door: Door
    reason: Reason
    freeze: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class BudgetRaised(Change, frozen=True, kw_only=True):
    """What two supervisors add to a person's caps at the door for this day; only ever asked by one and confirmed by another."""

    person: str
    door: Door
    people: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    rows: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    reason: Reason


class SessionFrozen(Change, frozen=True, kw_only=True):
    """The person of a running session is shown nothing more at its door, until a supervisor releases."""

    session: str
    reason: Reason


class CanaryValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One value of a canary person: what it is, and the keeper's digest of it under the client's key."""

    kind: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9:._-]{0,63}$")]
    digest: Annotated[bytes, msgspec.Meta(min_length=16, max_length=64)]


class CanaryAdded(Change, frozen=True, kw_only=True):
    """A canary person of a client's, by digests of its values; `note` says where it was put."""

    id: str
    client: str
    note: Annotated[str, msgspec.Meta(max_length=200)]
    values: Annotated[tuple[CanaryValue, ...], msgspec.Meta(min_length=1, max_length=32)]


class CanaryRemoved(Change, frozen=True, kw_only=True):
    """A canary person that alarms no more."""

    id: str
    reason: Reason


class HoldPlaced(Change, frozen=True, kw_only=True):
    """A legal hold (R-87): of the client's recordings that ran from `since` to `until` (UTC, both included) none goes."""

    id: str
    client: Annotated[str, msgspec.Meta(max_length=1024)]
    since: date
    until: date
    reason: Reason
    reference: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class HoldLifted(Change, frozen=True, kw_only=True):
    """A legal hold stands no more; only ever asked by one and confirmed by another."""

    hold: str
    reason: Reason


class ContractEnded(Change, frozen=True, kw_only=True):
    """A client's contract is over, and the keys of its recordings with it (R-85); asked by one and confirmed by another."""

    client: str
    reason: Reason


class ChangeAsked(Change, frozen=True, kw_only=True):
    """A change that needs a second signature, asked for under an id of its own; nothing takes effect (second.py)."""

    proposal: str
    asked: (
        PersonAdded
        | PersonChanged
        | TargetAdded
        | TargetChanged
        | AuthorityAdded
        | EmployerChanged
        | FactorsReset
        | BudgetReleased
        | BudgetRaised
        | HoldLifted
        | ContractEnded
    )


class ChangeConfirmed(Change, frozen=True, kw_only=True):
    """The second signature: the asked change takes effect now."""

    proposal: str


class ChangeWithdrawn(Change, frozen=True, kw_only=True):
    """The asked change never takes effect."""

    proposal: str


AnyChange = (
    EnrolmentIssued
    | Enrolled
    | PasswordChanged
    | CodeSecretChanged
    | RecoveryCodesRenewed
    | PasskeyAdded
    | PasskeyRemoved
    | LanguageChanged
    | PersonAdded
    | PersonChanged
    | KeyAdded
    | KeyRevoked
    | AuthorityAdded
    | AuthorityRevoked
    | CertificateRevoked
    | TerminalAdded
    | TerminalChanged
    | TargetAdded
    | TargetChanged
    | TargetSecretSet
    | RotationWanted
    | LockLifted
    | EmployerAdded
    | EmployerChanged
    | ClientAdded
    | ClientChanged
    | ConsentAdded
    | ConsentEnded
    | OrderAsked
    | OrderMoved
    | PlayPermitted
    | PlayTaken
    | BudgetReleased
    | BudgetRaised
    | SessionFrozen
    | CanaryAdded
    | CanaryRemoved
    | HoldPlaced
    | HoldLifted
    | ContractEnded
    | ChangeAsked
    | ChangeConfirmed
    | ChangeWithdrawn
)
