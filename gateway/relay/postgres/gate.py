"""The gate of one session: each text is judged once by the catalogue, and a refusal gets its SQLSTATE and its words.

A verdict is kept by its text: the same text means the same until the session learns that the target's tables are others.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final

from gateway.guards.statements import Catalogue, Limits, Refused, Snapshot, Standing, Statement, Why, judge
from gateway.relay.postgres import words
from gateway.relay.postgres.events import bounded
from gateway.relay.postgres.ports import Denied, Permitted
from gateway.relay.postgres.wire import sqlstates

KEPT_MAX: Final = 256  # verdicts, of texts of at most
KEPT_LETTERS_MAX: Final = 8192
_STATES: Final[Mapping[Why, str]] = {
    Why.SYNTAX: sqlstates.SYNTAX_ERROR,
    Why.LONG: sqlstates.TOO_COMPLEX,
    Why.DEEP: sqlstates.TOO_COMPLEX,
    Why.SEVERAL: sqlstates.NOT_SUPPORTED,
    Why.CLAUSE: sqlstates.NOT_SUPPORTED,
}
_ENCODING: Final = re.compile(r"\s*set\s+(names\b|(session\s+|local\s+)?client_encoding\b)", re.IGNORECASE)


class StatementGate:
    """Fills `ports.Judge`. Used by one thread."""

    def __init__(self, catalogue: Catalogue, limits: Limits, normalised: Callable[[str], str]) -> None:
        """`normalised` takes the literals out of a text (`statements.normalised`)."""
        self._catalogue, self._limits, self._normalised = catalogue, limits, normalised
        self._standing = catalogue
        self._kept: OrderedDict[str, Permitted | Denied] = OrderedDict()

    def learned(self, snapshot: Snapshot) -> None:
        """From now on the catalogue holds as far as this snapshot bears it out."""
        self._standing = Standing(self._catalogue, snapshot)
        self._kept.clear()

    def judge(self, sql: str) -> Permitted | Denied:
        """The verdict on one text."""
        known = self._kept.get(sql)
        if known is None:
            known = self._judged(sql)
            if len(sql) <= KEPT_LETTERS_MAX:
                self._kept[sql] = known
                if len(self._kept) > KEPT_MAX:
                    self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(sql)
        return known

    def normal(self, sql: str) -> str:
        """The text without literals, empty where that cannot be told."""
        return self._normalised(sql)

    def _judged(self, sql: str) -> Permitted | Denied:
        found = judge(sql, self._standing, self._limits)
        if isinstance(found, Statement):
            return Permitted.of(sql, found, bounded(self._normalised(sql)))
        return denied(sql, found)


def denied(sql: str, refused: Refused) -> Denied:
    """What the person is told of a refusal."""
    if refused.why is Why.SETTING and _ENCODING.match(sql):
        return words.ONLY_UTF8
    state = _STATES.get(refused.why, sqlstates.INSUFFICIENT_PRIVILEGE)
    return Denied(sqlstate=state, why=refused.why.value, text=refused.text, hint=refused.nearest)
