"""Recovery codes, for the day a device is lost: each good once, after the password; only keyed digests are kept.

Whoever comes in by one is bound with the way "recovery": the registrar lets him set a new factor and nothing else that matters.
"""

import secrets
from typing import Final

from gateway.authentication.enrolment import RECOVERY_CODES
from gateway.authentication.ports import Checked, Verdict
from gateway.ipc.server import Violation
from gateway.keeper.asking import Desk
from gateway.keeper.binding import Binding
from gateway.keeper.custody import Custody
from gateway.keeper.diary import Diary
from gateway.keeper.events import RecoveryCodeUsed
from gateway.keeper.factor_requests import NewRecoveryCodes, RecoveryVerify
from gateway.keeper.factors import one_at_a_time
from gateway.keeper.fields import keyed
from gateway.keeper.ports import Ports
from gateway.keeper.standing import Standing, Step
from gateway.keeper.tally import Tally

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: I, L, O and U are not in it
_LETTERS: Final = 12  # 60 bits
_GROUP: Final = 4
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u3000": None})


class Recovery:
    """Makes recovery codes and judges them."""

    def __init__(
        self, custody: Custody, ports: Ports, binding: Binding, tally: Tally, desk: Desk, diary: Diary
    ) -> None:
        self._lookup = custody.keys.lookup
        self._ports, self._binding, self._tally = ports, binding, tally
        self._desk, self._diary = desk, diary

    def fresh(self, person: str) -> NewRecoveryCodes:
        """Ten codes for a person; nothing of them is kept here."""
        codes = [_grouped("".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS))) for _ in range(RECOVERY_CODES)]
        return NewRecoveryCodes(codes=codes, digests=[self._digest(person, code) for code in codes])

    async def verify(self, standing: Standing, asked: RecoveryVerify) -> Checked:
        """As a one-time code: RIGHT with an assertion binds, RIGHT without one may not come in. A used code is a wrong one."""
        with one_at_a_time(standing, None):
            if standing.claimed != asked.username:
                raise Violation("a recovery code of another person than the password's")
            async with self._tally.turn(asked.username):
                credential = await self._desk.ask(self._ports.credentials.of, asked.username)
                if (locked := await self._tally.locked(asked.username, credential)) is not None:
                    return locked
                person = "" if credential is None else credential.person
                digest = self._digest(person, asked.code)
                if not await self._desk.ask(self._ports.recovery_codes.use, person, digest) or credential is None:
                    return await self._tally.failed(asked.username, credential, known=credential is not None)
                left = await self._desk.ask(self._ports.recovery_codes.left, person)
                await self._diary.used(RecoveryCodeUsed(person=person, username=credential.username, left=left))
                await self._tally.forgiven(asked.username, credential)
            return Checked(verdict=Verdict.RIGHT, assertion=self._binding.proved(standing, Step.RECOVERY, credential))

    def _digest(self, person: str, code: str) -> bytes:
        return keyed(self._lookup, f"recovery.code:{person}", code.upper().translate(_READ_AS))


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))
