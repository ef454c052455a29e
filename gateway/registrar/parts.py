"""What one node's registrar is made of: everything it did not make itself, given by the wiring."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from gateway.audit.note import VerifierKey
from gateway.audit.ports import CheckpointSigner, TileStore
from gateway.authorization.limits import Limits as PolicyLimits
from gateway.registrar.checkpoints import Witness
from gateway.registrar.kernel_clock import boot_seconds, disciplined
from gateway.registrar.limits import Limits
from gateway.registrar.mending import Recover
from gateway.registrar.ports import Store
from gateway.vocabulary.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A Unix socket for one role, and the uids let in there."""

    path: Path
    role: str
    uids: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the wiring gives. `keeper_public` verifies assertions, `journal_key` checkpoints.

    `policy_limits` reads policies/limits.toml as it lies there now; it raises PolicyUnfit.
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
    limits: Limits = field(default_factory=Limits)
    boot_seconds: Callable[[], float] = boot_seconds
    disciplined: Callable[[], bool] = disciplined
