"""trzsz: the trigger that clients look for, and what a client answers.

Clients take the trigger anywhere in the stream, and no position makes it harmless; what makes a text that only speaks of it
honest is the form: mode and version number must stand there (`%s` and regular expressions do not).
Source: trzsz-go `trzszRegexp`, trzsz.js `filter.ts`, trzsz-iterm2 (one colon less), trzsz-svr 1.1.7.
"""

import re

from gateway.guards.transfer.start import Start, spans_of

_KIND = "transfer.trzsz"
_NAME = b"TRZSZ"
_TRIGGER = re.compile(_NAME + rb":TRANSFER:[SRD]:[0-9]")
_ANSWER = re.compile(rb"#ACT:eJ[0-9A-Za-z+/]{14}")  # base64 of a zlib stream at its usual level


def trigger() -> Start:
    """What a target may not say to a terminal."""
    return Start(kind=_KIND, clues=((b"Z", _NAME),), reach=32, spans=spans_of(_TRIGGER))


def answer() -> Start:
    """What a terminal may not say to a target: the answer to a trigger, however that came."""
    return Start(kind=_KIND, clues=((b"#ACT:",),), reach=32, spans=spans_of(_ANSWER))
