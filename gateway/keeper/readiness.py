"""Whether a log-in would be judged now: the monitor asks, and learns that it would, or nothing."""

from gateway.keeper.asking import Desk
from gateway.keeper.ports import Credentials
from gateway.keeper.requests import Nothing
from gateway.keeper.standing import Standing

NOBODY = ""  # no person has this user name


class Readiness:
    """Reads what a log-in reads, for nobody, from the same queue."""

    def __init__(self, credentials: Credentials, database: Desk) -> None:
        self._credentials, self._database = credentials, database

    async def ready(self, _standing: Standing, _asked: Nothing) -> None:
        """Returns once the database was read. Raises what that raises, or Refuse where too many wait for it."""
        await self._database.ask(self._credentials.of, NOBODY)
