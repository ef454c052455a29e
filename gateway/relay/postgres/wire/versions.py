"""Which protocol is spoken: 3.0. Who asks for a newer minor version is told so and goes on; another major one is refused.

"Protocol Versions": a server that knows an older minor version, or not all `_pq_.` options, answers NegotiateProtocolVersion and
goes on with what it knows; clients that cannot live with that close. So libpq 18 (3.2) and its deliberate nonsense (3.9999) work.
"""

from typing import Final

from gateway.relay.postgres.wire import sqlstates, words
from gateway.relay.postgres.wire.errors import Severity, error
from gateway.relay.postgres.wire.notices import ErrorResponse
from gateway.relay.postgres.wire.opening import StartupMessage
from gateway.relay.postgres.wire.status import NegotiateProtocolVersion

MAJOR: Final = 3
VERSION: Final = MAJOR << 16
_OPTION = "_pq_."


def answer_to(startup: StartupMessage) -> NegotiateProtocolVersion | ErrorResponse | None:
    """What must be said before the log-in: nothing, that only 3.0 is spoken, or (and then close) why not at all."""
    if startup.major != MAJOR:
        return error(sqlstates.NOT_SUPPORTED, words.OLD_PROTOCOL, Severity.FATAL)
    if startup.replication:
        return error(sqlstates.NOT_SUPPORTED, words.REPLICATION, Severity.FATAL)
    options = tuple(name for name in startup.parameters if name.startswith(_OPTION))
    if startup.minor or options:
        return NegotiateProtocolVersion(version=VERSION, options=options)
    return None
