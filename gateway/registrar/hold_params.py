"""What a session process may say of its own stops, and what it hears."""

from typing import Annotated

import msgspec
from msgspec import Meta

from gateway.guards.verdict import Why
from gateway.ipc.messages import Params
from gateway.registrar.params import Short
from gateway.sessions.standing import Course, Hold

Number = Annotated[int, Meta(ge=0, lt=2**53)]


class Stopped(Params, frozen=True, kw_only=True):
    """`session.stopped`: the session is `course` from now on, and why; `used` of `limit` in the unit of `why`.

    `course` PAUSED: the `used`-th pause. RUNNING: it goes on; `used` are the bytes that were typed meanwhile and went nowhere.
    """

    session: Short
    course: Course
    why: Why
    used: Number = 0
    limit: Number = 0


class HeldOf(Params, frozen=True, kw_only=True):
    """`session.held`: whether this session's person is frozen at its door."""

    session: Short


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Why the person is shown nothing there; None where he may be shown something."""

    hold: Hold | None
