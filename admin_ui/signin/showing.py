"""A secret of one-time codes as a person takes it over: a picture to scan, and letters in groups of four to type. Pure."""

import base64
import binascii
import io
from dataclasses import dataclass

import segno
from markupsafe import Markup

from gateway.wiring.office_factors import NewCodeSecret, provisioning_uri

GROUP = 4
SEALED_LETTERS_MAX = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSecret:
    """`picture` is an SVG element without styles, `groups` the base32 letters by four, `sealed` what the form carries along.

    `address` opens the authenticator of the device the page is read on, where one is registered for such addresses.
    """

    picture: Markup
    address: str
    groups: tuple[str, ...]
    sealed: str

    def __repr__(self) -> str:
        return "ShownSecret(hidden)"


def shown(username: str, made: NewCodeSecret) -> ShownSecret:
    """How a new secret is shown, this once."""
    drawn = io.BytesIO()
    address = provisioning_uri(username, made.secret)
    code = segno.make(address, error="m")
    code.save(
        drawn, kind="svg", scale=5, border=4, light="#ffffff", xmldecl=False, svgclass="qr", lineclass=None, nl=False
    )
    groups = tuple(made.secret[at : at + GROUP] for at in range(0, len(made.secret), GROUP))
    return ShownSecret(
        picture=Markup(drawn.getvalue().decode("ascii")),  # noqa: S704  # our own drawing; nothing typed is in it but encoded
        address=address,
        groups=groups,
        sealed=base64.urlsafe_b64encode(made.sealed).decode("ascii"),
    )


def carried(text: str | None) -> bytes | None:
    """What the form carried along; None for what it cannot have been."""
    if not text or len(text) > SEALED_LETTERS_MAX:
        return None
    try:
        return base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
