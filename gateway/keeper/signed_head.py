"""The journal tree the keeper signed last, in a file of its own: so it never signs two histories, even after a restart.

The file is written before a signature leaves the keeper. It exists from `sekisho init` on: a missing one is a fault, never
a fresh start.
"""

import struct
from pathlib import Path
from typing import Final

from gateway.audit.merkle import EMPTY_ROOT
from gateway.keeper import key_files
from gateway.keeper.requests import SignedTree
from gateway.vocabulary.outcome import GatewayFault

FILE_NAME: Final = "signed_head"
_FORM: Final = struct.Struct(">Q32s")


def create(path: Path) -> None:
    """The file of a journal without entries."""
    key_files.write(path, _FORM.pack(0, EMPTY_ROOT))


def read(path: Path) -> SignedTree:
    """The tree signed last. Raises GatewayFault."""
    data = key_files.read(path)
    if len(data) != _FORM.size:
        raise GatewayFault(f"{path} is damaged; restore the whole directory from the backup")
    size, root = _FORM.unpack(data)
    return SignedTree(size=size, root=root)


def replace(path: Path, tree: SignedTree) -> None:
    """Remember `tree` durably. Raises GatewayFault; then nothing may be signed."""
    key_files.replace(path, _FORM.pack(tree.size, tree.root))
