"""What the session process of a shell may say of what it is about to show, and what it is answered.

It says values as the keeper's digests under the key of each client of the order, never a value; how many people that are, which
of them are known, and what may still be shown, is the registrar's to say.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from gateway.disclosure.shell_asking import ShellStopped, ShellTaken
from gateway.guards.verdict import Why
from gateway.ipc.messages import Params
from gateway.registrar.disclosure_params import Code, Digest, Part
from gateway.registrar.params import Short

PEOPLE_MAX = 64
VALUES_MAX = 2048  # of one person: values by clients of the order
ALIKE_MAX = 2048

Number = Annotated[int, Meta(ge=0, lt=2**40)]


class Value(Part, frozen=True, kw_only=True):
    """One value, for one client of the order."""

    client: Code
    digest: Digest


class Somebody(Part, frozen=True, kw_only=True):
    """One person, as far as the session can tell: the same values for every client of the order."""

    values: Annotated[tuple[Value, ...], Meta(min_length=1, max_length=VALUES_MAX)]


class Unread(Part, frozen=True, kw_only=True):
    """Text nobody reads, since the last time; in the units of gateway/guards/opaque."""

    opaque: Number = 0
    hashes: Number = 0
    bare_lines: Number = 0
    novel: Number = 0
    volume: Number = 0


class Limit(Part, frozen=True, kw_only=True):
    """The session's own meter has it freeze: `used` of `limit`, in the unit of `why`."""

    why: Why
    used: Number
    limit: Number


class ShellTake(Params, frozen=True, kw_only=True):
    """`shell.take`: a piece of a shell's output is about to be shown.

    `people` are those it shows that the session has not told of lately, `alike` values that may be somebody's and are counted
    as nobody's: they are looked for among the canaries. `table_lines` are lines of tables since the last time.
    """

    session: Short
    people: Annotated[tuple[Somebody, ...], Meta(max_length=PEOPLE_MAX)] = ()
    alike: Annotated[tuple[Value, ...], Meta(max_length=ALIKE_MAX)] = ()
    unread: Unread = Unread()
    table_lines: Number = 0
    stops: Limit | None = None


class ShellAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two."""

    taken: ShellTaken | None = None
    stopped: ShellStopped | None = None
