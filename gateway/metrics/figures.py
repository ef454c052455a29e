"""What the registrar answers when it is asked for figures, and what the gateway's parent tells it: numbers, and our own words.

No field can carry a name that a peer, a person or an administrator chose: keys are kinds of events, roles and enums.
"""

from typing import Annotated

import msgspec

from gateway.ipc.messages import Params
from gateway.metrics.places import Place, Space

Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class DoorStands(Params, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`door.stands`: the gateway's parent, of this moment; `refused` and `failed` are sums since it started.

    `processes` are session processes, of at most `places`; `unauthenticated` are those before the log-in.
    """

    waiting: Number
    unauthenticated: Number
    processes: Number
    places: Number
    refused: Number
    failed: Number


class Spread(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A histogram: `counts[i]` values were at most `bounds[i]` and more than the bound before; the last is for all above."""

    bounds: tuple[float, ...]
    counts: tuple[int, ...]
    total: float


class Census(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the database holds, of all nodes. Moments are Unix seconds, None where there has been none."""

    entries: int  # of the journal
    signed_entries: int  # how many of them the last checkpoint covers
    checkpoint_at: float | None
    witness_mailed_at: float | None
    sessions: dict[str, int]  # by course, of those that have not ended
    freezes: dict[str, int]  # that nobody has released, by door
    orders_waiting: int
    proposals_waiting: int
    accounts_locked: int
    recordings_open: int  # being written
    recordings_unsealed: int  # whose sessions are over
    shown_today: dict[str, int]  # people's rows: masked, revealed, and estimated in shells
    pin_ends_at: float | None  # the first end among the targets' newest pinned certificates
    database_bytes: int


class StoresStand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Room in the stores sessions cannot do without."""

    short: dict[Place, bool]  # whether new sessions are refused for want of room
    hours_left: dict[Place, float]  # until it is full at the rate of the last hours; missing where it is not filling
    ballasts: dict[Place, bool]  # whether it lies there


class ShelfStands(Params, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`shelf.stands`: the archivist, of this moment; sums since it started. Of this node's recordings alone.

    `waiting` sealed recordings are not in the store yet, the oldest for `oldest_seconds`; `refused` it does not take. `lost`: it
    takes nothing at all.
    """

    waiting: Number
    waiting_bytes: Number
    oldest_seconds: float
    shipped: Number
    shipped_bytes: Number
    refused: Number
    lost: bool


class Figures(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One node's registrar, of this moment. Seconds of work are None where it did not end in time or could not be done."""

    started_at: float
    clock_trusted: bool
    clock_drift_seconds: float
    events: dict[str, int]  # journalled by this process, by kind
    last_events: dict[str, float]  # when, Unix seconds
    commits: Spread
    write_seconds: float | None  # until an empty transaction had its turn and ended
    read_seconds: float | None
    connections: dict[str, int]  # by role
    heard_seconds: dict[str, float]  # how long ago somebody of this role asked something
    sessions: dict[str, int]  # of this node, by capability
    witness_behind: bool  # a checkpoint is signed that the witness has not got yet
    spaces: dict[Place, Space]  # of those that could be looked at in time
    writable: dict[Place, bool]  # whether the registrar may make files there
    door: DoorStands | None
    door_told_seconds: float | None  # how long ago
    census: Census | None
    stores: StoresStand | None = None
    shelf: ShelfStands | None = None
