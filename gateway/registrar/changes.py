"""What the office may change, as one tagged union: what is not a class here cannot be changed through the registrar.

Each change is applied in one transaction with its events. A change of something that exists says what its author saw (a
version, or the former value whole); where that is no longer so the change is refused as stale and nothing is written.
Personal fields and credentials arrive sealed by the keeper; the registrar never sees them open.
"""

from datetime import date
from enum import StrEnum

import msgspec

from gateway.vocabulary.identity import Engagement, Language, Role, Standing
from gateway.vocabulary.target import LoginWay, Target
from gateway.vocabulary.terminal import Terminal
from gateway.work_orders.order import WorkOrder


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


class PersonChanged(Change, frozen=True, kw_only=True):
    """The whole changeable part of a person. A sealed credential that is None stays as it is."""

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


class KeyAdded(Change, frozen=True, kw_only=True):
    """A further key of a person."""

    person: str
    key: NewKey


class KeyRevoked(Change, frozen=True, kw_only=True):
    """A key of a person or terminal that is not good any more. A revoked key never comes back."""

    fingerprint: str


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
    """Name, site, owner or standing of a terminal; its id and key stay."""

    before: Terminal
    after: Terminal


class TargetAdded(Change, frozen=True, kw_only=True):
    """A new target."""

    target: Target


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


class EmployerAdded(Change, frozen=True, kw_only=True):
    """A new employer (委託先/再委託先)."""

    id: str
    name: str
    kind: str


class ClientAdded(Change, frozen=True, kw_only=True):
    """A new client company (委託元)."""

    id: str
    name: str


class OrderAsked(Change, frozen=True, kw_only=True):
    """A new work order, as asked: no approvals yet."""

    order: WorkOrder


class OrderMoved(Change, frozen=True, kw_only=True):
    """A work order after one step of its life (approval, return, rejection, withdrawal); `order` is the whole of it."""

    order: WorkOrder
    expected_version: int


class ChangeAsked(Change, frozen=True, kw_only=True):
    """A change that needs a second signature, asked for under an id of its own; nothing takes effect (second.py)."""

    proposal: str
    asked: PersonAdded | PersonChanged | TargetChanged | AuthorityAdded


class ChangeConfirmed(Change, frozen=True, kw_only=True):
    """The second signature: the asked change takes effect now."""

    proposal: str


class ChangeWithdrawn(Change, frozen=True, kw_only=True):
    """The asked change never takes effect."""

    proposal: str


AnyChange = (
    PersonAdded
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
    | ClientAdded
    | OrderAsked
    | OrderMoved
    | ChangeAsked
    | ChangeConfirmed
    | ChangeWithdrawn
)
