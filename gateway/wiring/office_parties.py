"""Companies as people name them: an employer or a client by its id or by its full name.

What is not registered is refused here in words; the registrar refuses it again.
"""

from collections.abc import Iterable
from typing import Protocol

from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office


class _Party(Protocol):
    @property
    def id(self) -> str:
        """The register's."""

    @property
    def name(self) -> str:
        """As registered."""


def employer_id(office: Office, wanted: str) -> str:
    """The id of an employer given by id or name. Raises CallRefused."""
    return _id(
        office.lists.employers(), wanted, "employer", texts.absent("委託先", "employer", wanted, "employer list")
    )


def client_ids(office: Office, wanted: Iterable[str]) -> tuple[str, ...]:
    """The ids of clients given by id or name, in their order. Raises CallRefused at the first that is not registered."""
    known = office.lists.clients()
    return tuple(
        _id(known, each, "client", texts.absent("委託元", "client company", each, "client list")) for each in wanted
    )


def _id(known: Iterable[_Party], wanted: str, kind: str, absent: Text) -> str:
    found = {party.id for party in known if wanted in (party.id, party.name)}
    if len(found) != 1:
        raise CallRefused(f"{kind}.absent", absent)
    return found.pop()
