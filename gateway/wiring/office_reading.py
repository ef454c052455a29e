"""The shapes of the office's lists, for those above who may not import storage: filters in, lines out."""

from gateway.storage.queries.authorities import AuthorityLine
from gateway.storage.queries.clients import ConsentFilter, ConsentLine, Stands
from gateway.storage.queries.disclosures import IndexFilter, IndexLine, IndexTotal, StepLine, UsedLine
from gateway.storage.queries.employers import EmployerFilter, EmployerLine
from gateway.storage.queries.inquiries import Met, Period, SessionShown, Uncovered
from gateway.storage.queries.orders import OrderFilter, OrderLine, Sorted
from gateway.storage.queries.people import KeyLine, PeopleFilter, PersonLine, RealName
from gateway.storage.queries.proposals import ProposalLine
from gateway.storage.queries.recordings import RecordingFilter, RecordingLine, RecordingState
from gateway.storage.queries.sessions import SessionFilter, SessionLine, Shown
from gateway.storage.queries.shells import ShellLine
from gateway.storage.queries.targets import Row, TargetFilter
from gateway.storage.queries.terminals import TerminalFilter, TerminalLine

__all__ = [
    "AuthorityLine",
    "ConsentFilter",
    "ConsentLine",
    "EmployerFilter",
    "EmployerLine",
    "IndexFilter",
    "IndexLine",
    "IndexTotal",
    "KeyLine",
    "Met",
    "OrderFilter",
    "OrderLine",
    "PeopleFilter",
    "Period",
    "PersonLine",
    "ProposalLine",
    "RealName",
    "RecordingFilter",
    "RecordingLine",
    "RecordingState",
    "Row",
    "SessionFilter",
    "SessionLine",
    "SessionShown",
    "ShellLine",
    "Shown",
    "Sorted",
    "Stands",
    "StepLine",
    "TargetFilter",
    "TerminalFilter",
    "TerminalLine",
    "Uncovered",
    "UsedLine",
]
