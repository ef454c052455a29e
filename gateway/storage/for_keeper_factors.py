"""What the keeper reads and writes of enrolment, recovery codes and passkeys (keeper/ports.py, by shape).

Each call is a transaction of its own; what writes has taken effect, durably, when it returns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from gateway.authentication.enrolment import Enrolment
from gateway.authentication.passkey import Passkey, Purpose
from gateway.storage.cells import Cells
from gateway.storage.engine import reading, writing
from gateway.storage.statements import one
from gateway.storage.stores.challenges import Challenges
from gateway.storage.stores.enrolments import Enrolments
from gateway.storage.stores.passkeys import Passkeys
from gateway.storage.stores.recovery_codes import RecoveryCodes
from gateway.storage.tables import CLIENT, EMPLOYER, PERSON, TARGET
from gateway.vocabulary.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBackground:
    """A person's own fields, sealed (`name`, `kana`, `number`), and the names of employers, clients and targets."""

    username: str
    sealed: Mapping[str, bytes]
    site: Sequence[str]


class _Room:
    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock


class KeeperLinks(_Room):
    """One-time links."""

    def of(self, digest: bytes) -> Enrolment | None:
        """The link whose token has this keyed digest, used or not."""
        with reading(self._engine) as connection:
            return Enrolments(connection).of(digest)


class KeeperRecoveryCodes(_Room):
    """Recovery codes."""

    def use(self, person: str, digest: bytes) -> bool:
        """Mark one as used; of two who show it at once, one is told yes."""
        with writing(self._engine) as connection:
            return RecoveryCodes(connection).use(person, digest, self._clock.now())

    def left(self, person: str) -> int:
        """How many are unused."""
        with reading(self._engine) as connection:
            return RecoveryCodes(connection).left(person)


class KeeperPasskeys(_Room):
    """Passkeys, their public keys still sealed."""

    def get(self, credential_id: bytes) -> Passkey | None:
        """The passkey with this id, whoever's."""
        with reading(self._engine) as connection:
            return Passkeys(connection).get(credential_id)

    def count(self, credential_id: bytes, before: int, after: int) -> bool:
        """Keep what it counted; False where another proof has counted meanwhile."""
        with writing(self._engine) as connection:
            return Passkeys(connection).count(credential_id, before, after, self._clock.now())


class KeeperChallenges(_Room):
    """What passkeys were asked to sign."""

    def ask(self, digest: bytes, purpose: Purpose, person: str | None, until: datetime) -> bool:
        """Keep one; False where it is there already."""
        with writing(self._engine) as connection:
            return Challenges(connection).ask(digest, purpose, person, until=until, now=self._clock.now())

    def use(self, digest: bytes, purpose: Purpose, person: str | None) -> bool:
        """Use one up; of two who show it at once, one is told yes."""
        with writing(self._engine) as connection:
            return Challenges(connection).use(digest, purpose, person, self._clock.now())


class KeeperBackgrounds(_Room):
    """What a person's password must not be made of."""

    def of(self, person: str) -> StoredBackground | None:
        """By the person's row id; personal fields stay sealed."""
        with reading(self._engine) as connection:
            row = one(connection, select(PERSON).where(PERSON.c.id == person))
            if row is None:
                return None
            cells = Cells(PERSON, row)
            return StoredBackground(
                username=cells.text("username"),
                sealed={part: cells.blob(f"{part}_sealed") for part in ("name", "kana", "number")},
                site=_site(connection),
            )


def _site(connection: Connection) -> Sequence[str]:
    names = (EMPLOYER.c.name, CLIENT.c.name, TARGET.c.name)
    return [str(name) for column in names for name in connection.execute(select(column)).scalars()]
