from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from gateway.authentication.web_session import EndReason, WebSession
from gateway.registrar import web_sessions
from tests.gateway.registrar.stand_in import bound

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
IDLE = timedelta(minutes=15)
ONE = WebSession(
    id="W-1",
    ticket=bytes(32),
    person="P-1",
    way="code",
    signed_pass=b"",
    made_at=NOW,
    ends_at=NOW + timedelta(hours=10),
    seen_at=NOW,
    address="192.0.2.1",
    seen_address="192.0.2.2",
    agent="x",
)


class Sessions:
    """The store's part: says what lapsed and remembers what was ended and forgotten."""

    def __init__(self, *sessions: WebSession) -> None:
        self.sessions, self.ended, self.forgotten = sessions, dict[str, EndReason](), list[Any]()

    @property
    def web_sessions(self) -> "Sessions":
        return self

    def end(self, session: str, *, at: datetime, reason: EndReason) -> bool:
        return self.ended.setdefault(session, reason) is reason

    def open_of(self, person: str) -> list[WebSession]:
        return [each for each in self.sessions if each.person == person]

    def lapsed(self, *, now: datetime, seen_before: datetime, limit: int) -> list[WebSession]:
        assert limit == web_sessions.SWEPT_MAX
        return [each for each in self.sessions if each.ends_at <= now or each.seen_at <= seen_before]

    def forget(self, *, ended_before: datetime, limit: int) -> int:
        self.forgotten.append((ended_before, limit))
        return 0


def test_each_that_ended_now_is_told_with_who_did_it() -> None:
    store = Sessions()
    store.ended["W-2"] = EndReason.IDLE
    by = bound("P-2")
    events = web_sessions.ended(cast(Any, store), [ONE, replace(ONE, id="W-2")], EndReason.REVOKED, NOW, by)
    (event,) = cast(list[Any], events)
    assert (event.web, event.person, event.by, event.by_username) == ("W-1", "P-1", "P-2", "2")
    assert (event.reason, event.address) == (EndReason.REVOKED, "192.0.2.2")


def test_all_of_a_person() -> None:
    store = Sessions(ONE, replace(ONE, id="W-2"), replace(ONE, id="W-3", person="P-9"))
    events = cast(list[Any], web_sessions.ended_all_of(cast(Any, store), "P-1", EndReason.ACCOUNT, NOW))
    assert [event.web for event in events] == ["W-1", "W-2"]
    assert {event.by for event in events} == {None}


def test_a_sweep_says_which_limit_it_was_and_forgets_a_month_later() -> None:
    idle, over = replace(ONE, id="W-i", seen_at=NOW - IDLE), replace(ONE, id="W-o", ends_at=NOW)
    store = Sessions(ONE, idle, over)
    web_sessions.swept(cast(Any, store), IDLE, NOW)
    assert store.ended == {"W-i": EndReason.IDLE, "W-o": EndReason.OVER}
    assert store.forgotten == [(NOW - timedelta(days=30), web_sessions.SWEPT_MAX)]
