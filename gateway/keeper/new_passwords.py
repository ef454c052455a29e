"""A new password that its owner chose: judged here, where nobody can go around it, then hashed and sealed for him (R-16)."""

from collections.abc import Iterable
from typing import Final

from gateway.crypto.aead import Aead
from gateway.ipc.server import Refuse
from gateway.keeper import words
from gateway.keeper.asking import Desk
from gateway.keeper.breached import LeakedPasswords
from gateway.keeper.fields import opened
from gateway.keeper.passwords import Passwords
from gateway.keeper.ports import Backgrounds
from gateway.keeper.sealing import CredentialKind, sealed_credential
from gateway.people.password_strength import Known, objections
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret

_PARTS: Final = ("name", "kana", "number")


class NewPasswords:
    """Takes new passwords in."""

    def __init__(
        self, fields: Aead, backgrounds: Backgrounds, passwords: Passwords, leaked: LeakedPasswords, desk: Desk
    ) -> None:
        self._fields, self._backgrounds, self._passwords = fields, backgrounds, passwords
        self._leaked, self._desk = leaked, desk

    async def sealed(self, person: str, password: str) -> bytes:
        """The hash, sealed to be stored. Raises Refuse ("password.weak") with every objection and advice."""
        found = await self._desk.ask(self._objections, person, password)
        if found:
            raise Refuse("password.weak", _joined(found))
        hashed = await self._passwords.hashed(Secret(password.encode("utf-8")))
        return sealed_credential(self._fields, person, CredentialKind.PASSWORD, hashed)

    def _objections(self, person: str, password: str) -> tuple[Text, ...]:
        background = self._backgrounds.of(person)
        if background is None:
            raise Refuse("keeper.role", words.PERSON_NOT_ACTIVE)
        own = [opened(self._fields, f"person.{part}:{person}", background.sealed[part]) for part in _PARTS]
        known = Known(own=(background.username, *own), site=tuple(background.site))
        return objections(password, known, self._leaked.look(password))


def _joined(found: Iterable[Text]) -> Text:
    texts = tuple(found)
    return Text(ja="\n".join(each.ja for each in texts), en="\n".join(each.en for each in texts))
