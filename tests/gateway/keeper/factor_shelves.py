"""Links, recovery codes, passkeys and challenges as dictionaries, in the shape of keeper/ports.py."""

import threading
from dataclasses import dataclass, replace

from gateway.authentication.enrolment import LIFE, TOKEN_DIGEST, Enrolment
from gateway.authentication.passkey import Passkey
from gateway.keeper.fields import _place, keyed
from gateway.vocabulary.identity import Language


@dataclass(frozen=True)
class Background:
    username: str
    sealed: dict[str, bytes]
    site: tuple[str, ...]


class Links(dict):
    def of(self, digest: bytes) -> Enrolment | None:
        return self.get(digest)


class Recoveries:
    def __init__(self) -> None:
        self._lock, self.unused = threading.Lock(), set()

    def use(self, person: str, digest: bytes) -> bool:
        with self._lock:
            there = (person, digest) in self.unused
            self.unused.discard((person, digest))
            return there

    def left(self, person: str) -> int:
        return sum(whose == person for whose, _ in self.unused)


class Passkeys(dict):
    def count(self, credential_id: bytes, before: int, after: int) -> bool:
        found = self.get(credential_id)
        if found is None or found.sign_count != before:
            return False
        self[credential_id] = replace(found, sign_count=after)
        return True


class Challenges(dict):
    def __init__(self, world) -> None:
        super().__init__()
        self._world, self._lock = world, threading.Lock()

    def ask(self, digest, purpose, person, until) -> bool:
        self[digest] = (purpose, person, until)
        return True

    def use(self, digest, purpose, person) -> bool:
        with self._lock:
            found = self.get(digest)
            if found is None or found[:2] != (purpose, person) or found[2] <= self._world.clock.now():
                return False
            del self[digest]
            return True


class Backgrounds(dict):
    def of(self, person: str) -> Background | None:
        return self.get(person)


class FactorShelves:
    """All of them for one world."""

    def __init__(self, world) -> None:
        self._world = world
        self.links, self.recovery_codes, self.passkeys = Links(), Recoveries(), Passkeys()
        self.challenges, self.backgrounds = Challenges(world), Backgrounds()
        for credential in world.people.values():
            self.know(credential.person, credential.username)

    def know(self, person: str, username: str) -> None:
        parts = {"name": "佐藤 太郎", "kana": "サトウ タロウ", "number": "A-10234"}
        sealed = {
            part: self._world.field.seal(value.encode(), _place(f"person.{part}:{person}"))
            for part, value in parts.items()
        }
        self.backgrounds[person] = Background(username=username, sealed=sealed, site=("みなと運用", "callcenter-app"))

    def link(self, person: str, token: str) -> bytes:
        """A link for a person who had his factors taken away."""
        held = next(each for each in self._world.people.values() if each.person == person)
        self._world.people[held.username] = replace(held, password_sealed=None, totp_sealed=None, passkeys=())
        digest = keyed(self._world.custody.keys.lookup, TOKEN_DIGEST, token)
        now = self._world.clock.now()
        self.links[digest] = Enrolment(
            person=person,
            username=held.username,
            language=Language.JAPANESE,
            issued_at=now,
            expires_at=now + LIFE,
            used_at=None,
        )
        return digest

    def recovery(self, person: str) -> list[str]:
        """Ten codes of a person, as if they had been stored."""
        made = self._world.keeper.recovery.fresh(person)
        self.recovery_codes.unused |= {(person, digest) for digest in made.digests}
        return made.codes

    def passkey(self, person: str, made) -> None:
        """What the registrar would store of a registered passkey."""
        held = next(each for each in self._world.people.values() if each.person == person)
        self.passkeys[made.credential_id] = Passkey(
            credential_id=made.credential_id,
            person=person,
            username=held.username,
            sealed=made.sealed,
            name="key",
            sign_count=made.sign_count,
            made_at=self._world.clock.now(),
            used_at=None,
        )
        self._world.people[held.username] = replace(held, passkeys=(*held.passkeys, made.credential_id))
