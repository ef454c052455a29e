"""A terminal's certificate from a PEM file."""

from pathlib import Path
from typing import Final

from gateway.crypto.terminal_certificate import TerminalCertificate
from gateway.wiring.office import Office
from gateway.wiring.office_register import read_certificate

BYTES_MAX: Final = 32 * 1024


def pem_of(office: Office, file: Path) -> TerminalCertificate:
    """The one certificate in `file`. Raises CallRefused, OSError."""
    with file.open("rb") as opened:
        return read_certificate(office, opened.read(BYTES_MAX).decode("utf-8", "replace"))
