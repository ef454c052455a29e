"""Which of a target's ParameterStatus messages a person gets: settings that drivers read, with values that can only be settings.

A statement can put any text into a setting (`set_config('application_name', phone, false)`), and PostgreSQL tells the client.
So a name nobody listed is dropped, and so is a value that is not shaped as its setting is: TimeZone alone takes a POSIX string
with letters and digits of one's choice.
"""

import re
from collections.abc import Mapping
from typing import Final

from gateway.relay.postgres.wire.status import ParameterStatus

_SWITCH: Final = re.compile(r"on|off")
_PASSES: Final[Mapping[str, re.Pattern[str]]] = {
    "client_encoding": re.compile(r"UTF8"),
    "server_encoding": re.compile(r"UTF8|SQL_ASCII|EUC_JP|EUC_JIS_2004|LATIN1"),
    "server_version": re.compile(r"[0-9]{1,2}(\.[0-9]{1,3}){0,2}( \([ A-Za-z0-9.+~:-]{1,60}\))?"),
    "DateStyle": re.compile(r"(ISO|SQL|Postgres|German), (YMD|DMY|MDY)"),
    "IntervalStyle": re.compile(r"postgres|postgres_verbose|sql_standard|iso_8601"),
    "TimeZone": re.compile(r"UTC|GMT|Japan|Etc/UTC|[A-Z][a-z]{2,9}/[A-Z][a-z]{2,12}"),
    "integer_datetimes": _SWITCH,
    "standard_conforming_strings": _SWITCH,
    "is_superuser": _SWITCH,
    "in_hot_standby": _SWITCH,
    "default_transaction_read_only": _SWITCH,
}


def passes(status: ParameterStatus) -> bool:
    """May the person have it?"""
    shape = _PASSES.get(status.name)
    return shape is not None and shape.fullmatch(status.value) is not None
