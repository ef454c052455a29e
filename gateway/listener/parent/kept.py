"""What a gateway's parent keeps when it begins anew in its own place: the same process, another program (execve(2)).

Its sessions are its children before and after, its listening sockets never close, and what keeper and registrar have said
meanwhile waits in its lines. All of it is numbers of descriptors and processes, handed over in a file that lies in memory only.
"""

import json
import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Self

from gateway.authentication.ports import Door
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

VARIABLE: Final = "SEKISHO_KEPT"
BYTES_MAX: Final = 4 * 1024 * 1024


class Inheritance(Enum):
    """Whether descriptors outlive an execve(2)."""

    NO = 0
    YES = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`listeners` and `lines` are descriptors, by door and by name; `children` connections by process id.

    `cancel_key` is what database clients' cancel keys are made of, for those whose sessions go on.
    """

    listeners: Mapping[Door, int]
    lines: Mapping[str, int]
    children: Mapping[int, str]
    cancel_key: Secret

    def put_down(self) -> int:
        """Into a file in memory, whose descriptor and all that stand in it outlive an execve. Raises OSError."""
        told = {
            "listeners": {door.value: number for door, number in self.listeners.items()},
            "lines": dict(self.lines),
            "children": {str(pid): connection for pid, connection in self.children.items()},
            "cancel_key": self.cancel_key.reveal().hex(),
        }
        file = os.memfd_create("sekisho-kept", 0)
        os.write(file, json.dumps(told).encode("ascii"))
        _outlive_execve(self, Inheritance.YES)
        return file

    @classmethod
    def taken_up(cls, environment: MutableMapping[str, str]) -> Self | None:
        """What the program before left, and nobody reads twice; None at a first start. Raises GatewayFault."""
        number = environment.pop(VARIABLE, None)
        if number is None:
            return None
        try:
            with os.fdopen(int(number), "rb") as file:
                file.seek(0)
                told = json.loads(file.read(BYTES_MAX))
            kept = cls(
                listeners={Door(door): int(each) for door, each in told["listeners"].items()},
                lines={str(name): int(each) for name, each in told["lines"].items()},
                children={int(pid): str(connection) for pid, connection in told["children"].items()},
                cancel_key=Secret(bytes.fromhex(told["cancel_key"])),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise GatewayFault(f"what the program before left cannot be read: {error}") from error
        _outlive_execve(kept, Inheritance.NO)
        return kept


def _outlive_execve(kept: Kept, inheritance: Inheritance) -> None:
    for number in (*kept.listeners.values(), *kept.lines.values()):
        os.set_inheritable(number, bool(inheritance.value))
