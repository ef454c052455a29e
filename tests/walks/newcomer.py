"""Somebody new, registered the way an administrator does it: person, key, password, code secret and terminal by `sekisho`."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.gateway.crypto.a_terminal_certificate import certificate as self_signed
from tests.walks.clients import new_key
from tests.walks.office import Sekisho

PASSWORD = "kawarazu-no-aikotoba-1"


def newcomer(
    sekisho: Sekisho, folder: Path, username: str, *, name: str, kana: str, number: str, role: str = "engineer"
) -> dict[str, Any]:
    """Register him; what he knows and carries, spelled as the manifest spells its people."""
    employer = _employer(sekisho)
    person_key, terminal_key = (new_key(folder, f"{username}-{which}") for which in ("person", "terminal"))
    added = sekisho.json(
        "person", "add", "--username", username, "--name", name, "--kana", kana, "--number", number,
        "--employer", employer, "--engagement", "own", "--contract-end", str(date.today() + timedelta(days=365)), "--role", role,
        "--key", f"{person_key}.pub", "--password-stdin", say=[PASSWORD],
    )  # fmt: skip
    shown, shown_key = new_certificate(folder, f"pc-{username}")
    terminal(sekisho, f"pc-{username}", terminal_key, employer, certificate=shown)
    secret = parse_qs(urlparse(added["totp_uri"]).query)["secret"][0]
    return {
        "username": username,
        "role": role,
        "password": PASSWORD,
        "totp_secret": secret,
        "ssh_key": person_key,
        "terminal_key": terminal_key,
        "terminal_cert": shown.read_text(),
        "terminal_cert_key": shown_key.read_text(),
        "id": added["person"]["id"],
    }


def terminal(
    sekisho: Sekisho, name: str, key: str, employer: str | None = None, *, certificate: Path | None = None
) -> str:
    """Register a terminal by its public key, and the certificate it shows at the database door; its id."""
    keeps = employer or _employer(sekisho)
    words = ["--key", f"{key}.pub", "--site", "試験室", "--owner", keeps]
    words += [] if certificate is None else ["--certificate", str(certificate)]
    added: str = sekisho.json("terminal", "add", name, *words)["terminal"]["id"]
    return added


def new_certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate that signed itself, as a terminal makes one, and its key: PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = self_signed(key, name, now=datetime.now(UTC))
    files = folder / f"{name}.crt", folder / f"{name}.key"
    files[0].write_bytes(made.public_bytes(Encoding.PEM))
    files[1].touch(mode=0o600)
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


def _employer(sekisho: Sekisho) -> str:
    """The operator's own company: whoever works for it needs no client's consent (R-28)."""
    found: str = next(one["id"] for one in sekisho.json("employer", "list")["employers"] if one["kind"] == "processor")
    return found
