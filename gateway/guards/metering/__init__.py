"""Counting what one session shows: the people in it, tables, and what nobody reads. Pure; nothing of it is ever stored.

`ShellMeter` is the `Observer` of a session. What must be known before a piece is shown it hands out as `News`, with the values
themselves, for the keeper to digest; of its own it keeps digests under a key of this session alone.
"""

from gateway.guards.metering.people import Seen as Seen
from gateway.guards.metering.shell_meter import News as News
from gateway.guards.metering.shell_meter import ShellMeter as ShellMeter
