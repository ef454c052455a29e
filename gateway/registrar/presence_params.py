"""Who stands by which running session (立ち会い), as it is asked and answered."""

from datetime import datetime

import msgspec

from gateway.ipc.messages import Params
from gateway.registrar.params import Short


class Attend(Params, frozen=True, kw_only=True):
    """The bound person is beside a running session from now on, until he leaves or this connection ends; or he still is."""

    session: Short


class Leave(Params, frozen=True, kw_only=True):
    """He is no more."""

    session: Short


class AttendedOf(Params, frozen=True, kw_only=True):
    """Whether somebody stands by the session that is open on this connection."""

    session: Short


class Attended(msgspec.Struct, frozen=True, kw_only=True):
    """So many seconds ago somebody beside it last said so; None: nobody is."""

    seconds: float | None


class Present(msgspec.Struct, frozen=True, kw_only=True):
    """One person beside one session."""

    session: str
    by: str
    by_username: str
    since: datetime
