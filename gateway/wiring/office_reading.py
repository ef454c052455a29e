"""The shapes of the office's lists, for those above who may not import storage: filters in, lines out."""

from gateway.storage.queries.authorities import AuthorityLine
from gateway.storage.queries.orders import OrderFilter, OrderLine
from gateway.storage.queries.people import KeyLine, PersonLine, RealName
from gateway.storage.queries.proposals import ProposalLine
from gateway.storage.queries.recordings import RecordingLine, RecordingState
from gateway.storage.queries.sessions import SessionFilter, SessionLine, Shown
from gateway.storage.queries.targets import ClientLine, EmployerLine

__all__ = [
    "AuthorityLine",
    "ClientLine",
    "EmployerLine",
    "KeyLine",
    "OrderFilter",
    "OrderLine",
    "PersonLine",
    "ProposalLine",
    "RealName",
    "RecordingLine",
    "RecordingState",
    "SessionFilter",
    "SessionLine",
    "Shown",
]
