"""A person's factors as the keeper reads them: still sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from gateway.authentication.ports import LoginFacts
from gateway.storage.cells import Cells
from gateway.storage.stores.passkeys import Passkeys
from gateway.storage.stores.people import People
from gateway.storage.tables import CREDENTIAL
from gateway.vocabulary.identity import Role, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCredential:
    """A person's factors; None where there is none.

    `passkeys` are their ids, sorted. `contract_end` is the last day, in JST, on which he may log in.
    """

    person: str
    username: str
    roles: frozenset[Role]
    standing: Standing
    contract_end: date
    password_sealed: bytes | None
    totp_sealed: bytes | None
    passkeys: tuple[bytes, ...] = ()


class Credentials:
    """The table `credential`, by user name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, username: str) -> StoredCredential | None:
        """The person with exactly this user name, whatever the standing."""
        facts = People(self._connection).login(username)
        if facts is None:
            return None
        return _with(facts, self._sealed(facts.person_id), Passkeys(self._connection).ids(facts.person_id))

    def _sealed(self, person_id: str) -> Mapping[str, bytes]:
        rows = self._connection.execute(select(CREDENTIAL).where(CREDENTIAL.c.person_id == person_id)).mappings()
        cells = [Cells(CREDENTIAL, row) for row in rows]
        return {cell.text("kind"): cell.blob("sealed") for cell in cells}


def _with(facts: LoginFacts, sealed: Mapping[str, bytes], passkeys: tuple[bytes, ...]) -> StoredCredential:
    return StoredCredential(
        person=facts.person_id,
        username=facts.username,
        roles=facts.roles,
        standing=facts.standing,
        contract_end=facts.contract_end,
        password_sealed=sealed.get("password"),
        totp_sealed=sealed.get("totp"),
        passkeys=passkeys,
    )
