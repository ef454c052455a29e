"""Digests of a canary person's values, for the supervisor who registers it: few, and each batch in the journal first.

They are made like those of people who are shown, or nobody would find a canary among them; so nobody is given many.
"""

from dataclasses import dataclass
from typing import Final

from gateway.ipc.server import Refuse, Violation
from gateway.keeper import words
from gateway.keeper.diary import Diary
from gateway.keeper.disclosures import Disclosures
from gateway.keeper.events import KeyUse, KeyUsed
from gateway.keeper.requests import CanaryDigest
from gateway.keeper.standing import Standing
from gateway.vocabulary.identity import Role

MADE_MAX: Final = 256  # for one connection: some canaries, no list of anybody's numbers


@dataclass(eq=False, slots=True)
class _Made:
    digests: int = 0


class Canaries:
    """Digests for the office, where `Disclosures` does for sessions."""

    def __init__(self, disclosures: Disclosures, diary: Diary) -> None:
        self._disclosures, self._diary = disclosures, diary

    async def digest(self, standing: Standing, asked: CanaryDigest) -> list[bytes]:
        """The digests, in order. Raises Refuse, Violation."""
        if Role.SUPERVISOR not in standing.person.roles:
            raise Refuse("keeper.role", words.NOT_FOR_THIS_ROLE)
        if len({item.client for item in asked.items}) != 1:
            raise Violation("a canary of several clients")
        made = standing.memory(_Made)
        made.digests += len(asked.items)
        if made.digests > MADE_MAX:
            raise Violation("more canaries than anybody registers at once")
        await self._diary.used(
            KeyUsed(
                person=standing.person.person,
                use=KeyUse.CANARY,
                connection=standing.connection,
                purpose=f"{asked.canary} {asked.items[0].client}",
            )
        )
        return self._disclosures.made(asked.items)
