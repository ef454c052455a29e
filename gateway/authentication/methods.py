"""What a client may try at each stage, in SSH's names (RFC 4252 §7, RFC 4256). Questions only once the terminal is proved."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.authentication.ledger import Stage
from gateway.authentication.progress import Method

METHODS: Final[Mapping[Stage, tuple[Method, ...]]] = MappingProxyType(
    {
        Stage.NOTHING: ("publickey",),
        Stage.PERSON: ("publickey",),
        Stage.TERMINAL: ("publickey", "keyboard-interactive"),  # the person's key, or the password
        Stage.TERMINAL_AND_KEY: ("keyboard-interactive",),
        Stage.TERMINAL_AND_PASSWORD: ("keyboard-interactive",),
        Stage.PROVED: (),
    }
)


def methods_at(stage: Stage) -> tuple[Method, ...]:
    """The methods that may follow at `stage`."""
    return METHODS[stage]
