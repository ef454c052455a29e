"""A person of the town who reads masked rows at the database door, counted by the door's own Counter."""

from collections.abc import Iterable

from gateway.disclosure.counting import Row
from gateway.disclosure.verdict import Over
from gateway.keeper.database_clients import Digests
from gateway.relay.postgres.counting import RegistrarCounter
from tests.gateway.cli.budget.at_the_database import TABLE, AtTheDatabase
from tests.gateway.cli.town import Town

SORT = "customer"


class Reader:
    """One session. Rows are told to the registrar when it ends, or at `tell`."""

    def __init__(self, town: Town, order: str) -> None:
        self.session = AtTheDatabase(town, order)
        self.counter = RegistrarCounter(
            session=self.session.id,
            clients=("C01",),
            register=self.session.connection.registrar,
            digests=Digests(self.session.connection.keeper),
            clock=town.clock,
        )
        self.closed = False

    def reads(self, *numbers: str | None, client: str | None = "C01", sort: str = SORT) -> None:
        rows = [
            Row(client=client, subject=sort, number=number, revealed=False, masked=True, table=TABLE)
            for number in numbers
        ]
        assert not isinstance(self.counter.show(rows, 1), Over)

    def tell(self) -> None:
        """Now, not in half a second."""
        self.counter._tell()

    def end(self) -> None:
        if not self.closed:
            self.closed = True
            self.counter.close()
            self.session.connection.close()


def listed(numbers: Iterable[str]) -> str:
    """A file as a client company sends it."""
    return "お客様番号\n" + "".join(f"{number}\n" for number in numbers)
