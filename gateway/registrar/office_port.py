"""The office's tables as the registrar writes them: one method a change of changes.py.

A method returns False, having changed nothing, where its row already exists (adding), is absent, or stands at another
version (changing); it raises only for faults of the database. Sealed values come from the keeper and stay sealed.
"""

from datetime import date, datetime
from typing import Literal, Protocol

from gateway.vocabulary.identity import Engagement, Language, Role, Standing
from gateway.vocabulary.target import Target
from gateway.work_orders.order import WorkOrder


class Office(Protocol):
    """The office's tables: one method a change (see changes.py). Sealed values come from the keeper and stay sealed."""

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

    def add_terminal(self, *, id: str, name: str, site: str, owner: str) -> bool:  # noqa: A002
        """Insert an ACTIVE terminal (its key follows by `add_key`); False where id or name is taken."""

    def change_terminal(self, *, id: str, name: str, site: str, owner: str, standing: Standing) -> bool:  # noqa: A002
        """Set all of these; False where the id is unknown."""

    def add_target(self, target: Target) -> bool:
        """Insert; False where id or name is taken."""

    def change_target(self, target: Target) -> bool:
        """Replace the row of `target.id`; False where it is unknown."""

    def put_target_secret(self, target: str, kind: str, sealed: bytes) -> bool:
        """Insert or replace the vaulted secret of target id; False where the target is unknown."""

    def add_employer(self, *, id: str, name: str, kind: str) -> bool:  # noqa: A002
        """Insert; False where the id is taken."""

    def add_client(self, *, id: str, name: str) -> bool:  # noqa: A002
        """Insert; False where the id is taken."""

    def add_order(self, order: WorkOrder) -> bool:
        """Insert an order without approvals; False where the id is taken."""

    def move_order(self, order: WorkOrder, expected_version: int) -> bool:
        """Set standing and version as in `order`, add the approvals not stored yet, where the stored version is expected."""
