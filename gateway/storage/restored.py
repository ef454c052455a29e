"""What must not come back to life with a restored database: whatever was used, ended or withdrawn after the backup.

Nobody knows any more what that was, so all of it is over: sign-ins, links, recovery codes, challenges, replays, changes that
wait for a second person, and every order. People, keys, terminals and targets stand as they stood at the backup.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, update

from gateway.approvals.proposal import Standing as Waiting
from gateway.storage.tables import ENROLMENT, PLAY, PROPOSAL, RECOVERY_CODE, WEB_CHALLENGE, WEB_SESSION, WORK_ORDER
from gateway.vocabulary.clock import timestamp
from gateway.work_orders.order import NEXT, Act, Standing

REASON: Final = "restored"
_LIVING: Final = tuple(standing.value for standing, act in NEXT if act is Act.LAPSE)


def end_what_was_open(connection: Connection, at: datetime) -> Mapping[str, int]:
    """End it, in the caller's transaction; how many rows of each table were open."""
    now = timestamp(at)
    ended: dict[str, int] = {}

    def end(table: Table, still: ColumnElement[bool], **values: Any) -> None:
        statement = update(table).where(still).values(**values).execution_options(preserve_rowcount=True)
        ended[str(table.name)] = connection.execute(statement).rowcount

    end(
        WORK_ORDER, WORK_ORDER.c.standing.in_(_LIVING), standing=Standing.LAPSED.value, version=WORK_ORDER.c.version + 1
    )
    end(PROPOSAL, PROPOSAL.c.standing == Waiting.OPEN.value, standing=Waiting.WITHDRAWN.value, decided_at=now)
    end(WEB_SESSION, WEB_SESSION.c.ended_at.is_(None), ended_at=now, end_reason=REASON)
    end(ENROLMENT, ENROLMENT.c.used_at.is_(None), used_at=now)
    end(RECOVERY_CODE, RECOVERY_CODE.c.used_at.is_(None), used_at=now)
    end(WEB_CHALLENGE, WEB_CHALLENGE.c.used_at.is_(None), used_at=now)
    end(PLAY, PLAY.c.taken_at.is_(None), taken_at=now)
    return ended
