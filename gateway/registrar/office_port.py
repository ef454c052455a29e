"""The office's tables as the registrar writes them: one method a change of changes.py.

A method returns False, having changed nothing, where its row already exists (adding), is absent, or stands at another
version (changing); it raises only for faults of the database. Sealed values come from the keeper and stay sealed.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, Protocol

from msgspec import UNSET, UnsetType

from gateway.approvals.proposal import Proposal
from gateway.approvals.proposal import Standing as ProposalStanding
from gateway.recording.play import Play
from gateway.rotation.due import Rotation
from gateway.vocabulary.identity import Employer, Engagement, Language, Role, Standing
from gateway.vocabulary.party import Client, Consent
from gateway.vocabulary.target import Target
from gateway.vocabulary.terminal import TerminalKind
from gateway.work_orders.order import WorkOrder


class Rotations(Protocol):
    """Where the change of vaulted passwords stands, and the password that is about to be set."""

    def get(self, target_id: str) -> Rotation:
        """Where it stands; nothing due where there is no row."""

    def wanted(self) -> Sequence[tuple[str, Rotation]]:
        """(target's name, rotation) of all that are due or begun and not given up."""

    def put(self, rotation: Rotation) -> None:
        """Insert or replace the row."""

    def prepare(self, target_id: str, sealed: bytes) -> bool:
        """Keep the next password; False where there is no present one, or a next one is kept already."""

    def keep(self, target_id: str) -> bool:
        """The next password is the present one from now on; False where none was kept."""

    def used_by(self, person: str) -> Sequence[str]:
        """Names of the targets the person ever had a session on."""


class Proposals(Protocol):
    """Changes that wait for a second signature, or had one."""

    def add(self, proposal: Proposal) -> bool:
        """Insert; False where the id is taken."""

    def get(self, proposal: str) -> Proposal | None:
        """The proposal, whatever its standing."""

    def decide(self, proposal: str, standing: ProposalStanding, *, by: str, at: datetime) -> bool:
        """Set the standing of an open one; False where it is not open any more."""


class Links(Protocol):
    """One-time links to enrol by."""

    def issue(self, person: str, *, digest: bytes, by: str, at: datetime, until: datetime) -> bool:
        """The person's only link from now on; False where there is no such person."""

    def use(self, person: str, digest: bytes, at: datetime) -> bool:
        """Mark the person's link as used; False where it is not this one, used, or late."""


class RecoveryCodes(Protocol):
    """Recovery codes."""

    def replace(self, person: str, digests: Sequence[bytes], at: datetime) -> None:
        """The person's codes are these and no others."""


class Passkeys(Protocol):
    """Passkeys."""

    def add(
        self, person: str, *, credential_id: bytes, sealed: bytes, name: str, sign_count: int, at: datetime
    ) -> bool:
        """Insert; False where the id is anybody's already."""

    def ids(self, person: str) -> tuple[bytes, ...]:
        """Ids of the person's passkeys."""

    def remove(self, person: str, credential_id: bytes) -> bool:
        """Delete one of the person's own; False where he has none of this id."""


class Factors(Protocol):
    """What people prove themselves with, besides password and code secret (`put_credential`)."""

    @property
    def links(self) -> Links:
        """One-time links."""

    @property
    def recovery_codes(self) -> RecoveryCodes:
        """Recovery codes."""

    @property
    def passkeys(self) -> Passkeys:
        """Passkeys."""

    def reset(self, person: str) -> None:
        """Take away every factor, recovery code and link."""


class Clients(Protocol):
    """Client companies."""

    def add(self, client: Client) -> bool:
        """Insert; False where the id is taken."""

    def change(self, client: Client) -> bool:
        """Set everything but the id; False where it is unknown."""


class Consents(Protocol):
    """Written consents to sub-outsourcing."""

    def add(self, consent: Consent) -> bool:
        """Insert; False where the id is taken."""

    def end(self, consent: str, *, by: str, at: datetime, reason: str) -> bool:
        """End it for good; False where it is unknown or has ended."""


class Plays(Protocol):
    """Replays permitted in the pages."""

    def add(self, play: Play) -> bool:
        """Insert; False where the id is taken."""

    def get(self, play: str) -> Play | None:
        """The play, taken or not."""

    def take(self, play: str, at: datetime) -> bool:
        """Set taken_at, once; False where it was taken already, or is unknown."""


class Office(Protocol):
    """The office's tables: one method a change (see changes.py). Sealed values come from the keeper and stay sealed."""

    @property
    def rotations(self) -> Rotations:
        """Rotations of vaulted passwords."""

    @property
    def clients(self) -> Clients:
        """Client companies."""

    @property
    def consents(self) -> Consents:
        """Their written consents."""

    @property
    def plays(self) -> Plays:
        """Replays permitted in the pages."""

    @property
    def factors(self) -> Factors:
        """What people prove themselves with."""

    @property
    def proposals(self) -> Proposals:
        """Changes that need a second signature."""

    def add_person(
        self,
        *,
        id: str,  # noqa: A002  # the column's name
        username: str,
        name_sealed: bytes,
        kana_sealed: bytes,
        number_sealed: bytes,
        number_digest: bytes,
        employer: str,
        engagement: Engagement,
        agency: str | None,
        contract_end: date,
        roles: frozenset[Role],
        language: Language,
        mail_sealed: bytes | None = None,
        trained_on: date | None = None,
        oath_on: date | None = None,
    ) -> bool:
        """Insert an ACTIVE person at version 1; False where id, user name or number digest is taken."""

    def change_person(
        self,
        person: str,
        expected_version: int,
        *,
        employer: str,
        engagement: Engagement,
        agency: str | None,
        contract_end: date,
        roles: frozenset[Role],
        language: Language,
        standing: Standing,
        name_sealed: bytes | UnsetType = UNSET,
        kana_sealed: bytes | UnsetType = UNSET,
        mail_sealed: bytes | UnsetType | None = UNSET,
        trained_on: date | UnsetType | None = UNSET,
        oath_on: date | UnsetType | None = UNSET,
    ) -> bool:
        """Set all of these but what is UNSET, and version + 1, where the version is the expected one."""

    def set_language(self, person: str, language: Language) -> bool:
        """Set the language, one version later; False where there is no such person."""

    def put_credential(self, person: str, kind: Literal["password", "totp"], sealed: bytes) -> bool:
        """Insert or replace one credential; False where the person does not exist."""

    def add_key(
        self,
        *,
        fingerprint: str,
        blob: bytes,
        kind: Literal["person", "terminal"],
        owner: str,
        comment: str,
        at: datetime,
    ) -> bool:
        """Register a key; False where the fingerprint was ever registered (to anybody, revoked or not)."""

    def revoke_key(self, fingerprint: str, at: datetime) -> bool:
        """Set revoked_at; False where the key is unknown or already revoked."""

    def add_authority(self, *, fingerprint: str, name: str, blob: bytes, at: datetime) -> bool:
        """Register an authority of user certificates; False where key or name was ever registered (revoked or not)."""

    def revoke_authority(self, name: str, at: datetime) -> bool:
        """Set revoked_at; False where the name is unknown or already revoked."""

    def revoke_certificate(
        self, *, authority: str, mark: Literal["serial", "key-id"], value: str, at: datetime
    ) -> bool:
        """Take certificates so marked no more; False where that is so already, or nobody has the authority's name."""

    def revoke_keys_of(self, owner: str, at: datetime) -> int:
        """Set revoked_at of every key of this person or terminal that has none; how many those were."""

    def lift_lock(self, person: str) -> bool:
        """Forget the failures counted against the person; False where there is no such person."""

    def add_terminal(
        self,
        *,
        id: str,  # noqa: A002
        name: str,
        site: str,
        owner: str,
        kind: TerminalKind = TerminalKind.ORDINARY,
        certificate: bytes | None = None,
    ) -> bool:
        """Insert an ACTIVE terminal (its key follows by `add_key`); False where id, name or certificate is taken."""

    def change_terminal(
        self,
        *,
        id: str,  # noqa: A002
        name: str,
        site: str,
        owner: str,
        standing: Standing,
        kind: TerminalKind = TerminalKind.ORDINARY,
        certificate: bytes | None = None,
    ) -> bool:
        """Set all of these; False where the id is unknown."""

    def add_target(self, target: Target) -> bool:
        """Insert; False where id or name is taken."""

    def change_target(self, target: Target) -> bool:
        """Replace the row of `target.id`; False where it is unknown."""

    def put_target_secret(self, target: str, kind: str, sealed: bytes) -> bool:
        """Insert or replace the vaulted secret of target id, forgetting a next one; False where the target is unknown."""

    def add_employer(
        self,
        *,
        id: str,  # noqa: A002
        name: str,
        kind: str,
        contract_number: str | None = None,
        contract_start: date | None = None,
        contract_end: date | None = None,
    ) -> bool:
        """Insert; False where the id is taken."""

    def change_employer(self, employer: Employer) -> bool:
        """Set everything but the id; False where it is unknown."""

    def add_order(self, order: WorkOrder) -> bool:
        """Insert an order without approvals; False where the id is taken."""

    def move_order(self, order: WorkOrder, expected_version: int) -> bool:
        """Set standing and version as in `order`, add the approvals not stored yet, where the stored version is expected."""
