"""What a client asks for in its first message that can be refused before the log-in: an encoding other than UTF-8.

The target's session is pinned to UTF8 whatever the client wants, so most of its settings change nothing and are let be; a client
that would spell or read its texts otherwise is told so in words. SQL_ASCII is what psql sends in the locale C and means "as it
comes", which is UTF-8.
"""

import re
from typing import Final

from gateway.relay.postgres import words
from gateway.relay.postgres.ports import Denied
from gateway.relay.postgres.wire.opening import StartupMessage

_FITS: Final = re.compile(r"['\"]?(utf[-_]?8|unicode|sql[-_]?ascii)['\"]?", re.IGNORECASE)
_OPTION: Final = re.compile(r"(?:-c\s*|--)client[-_]encoding=(\S*)", re.IGNORECASE)


def refusal_of(startup: StartupMessage) -> Denied | None:
    """Why this client cannot be served, to be told with FATAL before anything else; None where it can."""
    asked = [value for name, value in startup.parameters.items() if name.lower() == "client_encoding"]
    asked += _OPTION.findall(startup.parameters.get("options", ""))
    return None if all(map(_FITS.fullmatch, asked)) else words.ONLY_UTF8
