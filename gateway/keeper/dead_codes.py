"""One-time codes that are dead because nobody remembers whether they were used: all steps up to that of a restore.

A backup's ledger of used codes ends where the backup was made. What was used after it must not be good again, whatever the
clock is set to later, so a restore writes down the last step that could have been used, beside the keys. The mark only grows.
"""

import struct
from pathlib import Path
from typing import Final

from gateway.keeper import key_files
from gateway.vocabulary.outcome import GatewayFault

FILE_NAME: Final = "dead_codes"
_FORM: Final = struct.Struct(">Q")


def read(directory: Path) -> int:
    """The last dead 30 s step; -1 where nothing was ever restored. Raises GatewayFault for a damaged file."""
    path = directory / FILE_NAME
    if not path.exists():
        return -1
    data = key_files.read(path)
    if len(data) != _FORM.size:
        raise GatewayFault(f"{path} is damaged; restore the whole directory from the backup")
    step: int = _FORM.unpack(data)[0]
    return step


def kill(directory: Path, step: int) -> int:
    """All steps up to `step` are dead, durably; the mark as it stands. Raises GatewayFault."""
    mark = max(step, read(directory))
    key_files.replace(directory / FILE_NAME, _FORM.pack(mark))
    return mark
