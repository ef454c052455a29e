"""The 69 client companies (委託元) of the demo: 30 firms, one agency, 38 municipalities, all invented and marked as samples."""

from dataclasses import dataclass

from deploy.callcentre.word_lists import words


@dataclass(frozen=True, slots=True)
class Client:
    """`code` is C01..C69; `name` ends in a mark that says it is a sample."""

    code: str
    name: str


CLIENTS: tuple[Client, ...] = tuple(Client(code, name) for code, name in words("clients.txt"))
