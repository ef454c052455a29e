"""Everything a person can prove himself with, in one hand: which kinds he has, and what a reset takes away."""

from sqlalchemy import Connection, delete, select

from gateway.storage.statements import there_is
from gateway.storage.stores.enrolments import Enrolments
from gateway.storage.stores.passkeys import Passkeys
from gateway.storage.stores.recovery_codes import RecoveryCodes
from gateway.storage.tables import CREDENTIAL, PASSKEY


class PersonFactors:
    """Links, recovery codes and passkeys; passwords and code secrets where they meet them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.links = Enrolments(connection)
        self.recovery_codes = RecoveryCodes(connection)
        self.passkeys = Passkeys(connection)

    def kinds(self, person: str) -> tuple[str, ...]:
        """Of `password`, `totp` and `passkey` those the person has; reads no sealed column."""
        chosen = select(CREDENTIAL.c.kind).where(CREDENTIAL.c.person_id == person)
        kinds = {str(kind) for kind in self._connection.execute(chosen).scalars()}
        return tuple(sorted(kinds | ({"passkey"} if self.passkeys.ids(person) else set())))

    def anybodys(self) -> bool:
        """True once one person has a factor."""
        return there_is(self._connection, CREDENTIAL.c.person_id.is_not(None)) or there_is(
            self._connection, PASSKEY.c.person_id.is_not(None)
        )

    def reset(self, person: str) -> None:
        """The person has nothing to prove himself with, no recovery code, and no link either."""
        self._connection.execute(delete(CREDENTIAL).where(CREDENTIAL.c.person_id == person))
        self.passkeys.drop(person)
        self.recovery_codes.drop(person)
        self.links.drop(person)
