"""What one node's registrar is made of: everything it did not make itself, given by the wiring."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from gateway.audit.note import VerifierKey
from gateway.audit.ports import CheckpointSigner, TileStore
from gateway.authorization.budgets import Budgets
from gateway.authorization.limits import Limits as PolicyLimits
from gateway.metrics.figures import Census
from gateway.metrics.places import Looked
from gateway.registrar.checkpoints import Witness
from gateway.registrar.kernel_clock import boot_seconds, disciplined
from gateway.registrar.limits import Limits
from gateway.registrar.mending import Recover
from gateway.registrar.ports import OwnName, Store
from gateway.space.bounds import Bounds
from gateway.space.stores import Stores
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A Unix socket for one role, and the uids let in there."""

    path: Path
    role: str
    uids: frozenset[int]


def _uncounted() -> Census:
    raise GatewayFault("nobody counts here")


def _unseen() -> Looked:
    return Looked(spaces={}, writable={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauges:
    """What figures are read from, on whatever thread calls it. `census` reads the database and raises GatewayFault."""

    census: Callable[[], Census] = _uncounted
    places: Callable[[], Looked] = _unseen


def _nothing(_person: str) -> None:
    """Where no keeper remembers anything."""


def _unmoved(_recording: str, _path: str) -> bool:
    """Where nobody removes files."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the wiring gives. `keeper_public` verifies assertions, `journal_key` checkpoints.

    `remove_recording` removes the file (id, path) of a retired one: True once it is gone.
    `policy_limits` and `policy_budgets` read policies/limits.toml and budgets.toml as they lie there now; they raise PolicyUnfit.
    `line`: where other nodes may share the database, the name this one holds there; None for a node alone.
    """

    node: str
    clock: Clock
    store: Store
    tiles: TileStore
    signer: CheckpointSigner
    witness: Witness
    recover: Recover
    keeper_public: bytes
    journal_key: VerifierKey
    policy_limits: Callable[[], PolicyLimits]
    policy_budgets: Callable[[], Budgets]
    limits: Limits = field(default_factory=Limits)
    line: OwnName | None = None
    forget_grants: Callable[[str], object] = _nothing
    remove_recording: Callable[[str, str], bool] = _unmoved
    gauges: Gauges = field(default_factory=Gauges)
    stores: Stores = field(default_factory=lambda: Stores({}, Bounds()))
    database_file: Path | None = None  # where the database is one
    boot_seconds: Callable[[], float] = boot_seconds
    disciplined: Callable[[], bool] = disciplined
