"""A server's certificate from a PEM file. A file with a private key in it is refused before anything else happens."""

from pathlib import Path

from gateway.cli.escaping import shown
from gateway.crypto.server_certificate import PEM_LETTERS_MAX, UnfitCertificate, from_pem
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_pins import UNFIT


def certificate_in(file: Path) -> bytes:
    """The certificate (DER) that stands first in `file`: in a chain, the server's own. Raises CallRefused, OSError."""
    with file.open("rb") as opened:
        text = opened.read(PEM_LETTERS_MAX + 1).decode("utf-8", "replace")
    try:
        return from_pem(text)
    except UnfitCertificate as unfit:
        words = UNFIT[unfit.why]
        told = Text(ja=f"{shown(file)}: {words.ja}", en=f"{ascii(str(file))[1:-1]}: {words.en}")
        raise CallRefused("target.certificate", told) from None
