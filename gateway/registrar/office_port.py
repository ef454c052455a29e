"""The office's tables as the registrar writes them: one method a change of changes.py.

A method returns False, having changed nothing, where its row already exists (adding), is absent, or stands at another
version (changing); it raises only for faults of the database. Sealed values come from the keeper and stay sealed.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, Protocol

from gateway.approvals.proposal import Proposal
from gateway.approvals.proposal import Standing as ProposalStanding
from gateway.rotation.due import Rotation
from gateway.vocabulary.identity import Engagement, Language, Role, Standing
from gateway.vocabulary.target import Target
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


class Office(Protocol):
    """The office's tables: one method a change (see changes.py). Sealed values come from the keeper and stay sealed."""

    @property
    def rotations(self) -> Rotations:
        """Rotations of vaulted passwords."""

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
    ) -> bool:
        """Set all of these, and version + 1, where the version is the expected one."""

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

    def add_terminal(self, *, id: str, name: str, site: str, owner: str) -> bool:  # noqa: A002
        """Insert an ACTIVE terminal (its key follows by `add_key`); False where id or name is taken."""

    def change_terminal(self, *, id: str, name: str, site: str, owner: str, standing: Standing) -> bool:  # noqa: A002
        """Set all of these; False where the id is unknown."""

    def add_target(self, target: Target) -> bool:
        """Insert; False where id or name is taken."""

    def change_target(self, target: Target) -> bool:
        """Replace the row of `target.id`; False where it is unknown."""

    def put_target_secret(self, target: str, kind: str, sealed: bytes) -> bool:
        """Insert or replace the vaulted secret of target id, forgetting a next one; False where the target is unknown."""

    def add_employer(self, *, id: str, name: str, kind: str) -> bool:  # noqa: A002
        """Insert; False where the id is taken."""

    def add_client(self, *, id: str, name: str) -> bool:  # noqa: A002
        """Insert; False where the id is taken."""

    def add_order(self, order: WorkOrder) -> bool:
        """Insert an order without approvals; False where the id is taken."""

    def move_order(self, order: WorkOrder, expected_version: int) -> bool:
        """Set standing and version as in `order`, add the approvals not stored yet, where the stored version is expected."""
