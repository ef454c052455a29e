"""Whose message it is, and so whose fault a broken one is."""

from enum import Enum
from typing import assert_never

from gateway.vocabulary.outcome import PeerError, TargetError


class Side(Enum):
    """Who speaks."""

    FRONTEND = "frontend"
    BACKEND = "backend"

    def fault(self, detail: str) -> PeerError | TargetError:
        """A broken message of this side, to be raised: the session ends."""
        match self:
            case Side.FRONTEND:
                return PeerError(f"postgres, client: {detail}")
            case Side.BACKEND:
                return TargetError(f"postgres, target: {detail}")
        assert_never(self)
