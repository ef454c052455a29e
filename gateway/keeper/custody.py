"""The keys themselves: made once by `sekisho init`, loaded once by the keeper, in no other process.

The master key seals all others (AES-256-GCM, the key's name as AAD), so that files exchanged for one another do not open.
One key, one use: whoever obtains a signature of one kind has none of another kind. Only the row of host keys ever changes.
"""

import secrets
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from gateway.audit.note import VerifierKey
from gateway.crypto import aead, openssh, signing, wrapping
from gateway.keeper import host_ring, key_files, public_keys, signed_head
from gateway.keeper.host_ring import HostRing, KeyStanding
from gateway.keeper.public_keys import PublicKeys
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

MASTER: Final = "master.key"
JOURNAL_NAME: Final = "journal_name.key"
HOST: Final = "host.key"  # the row of SSH host keys (host_ring), the one file here that is ever replaced
KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """One field a key, 32 bytes each: Ed25519 seeds but for the last three."""

    host_ca: Secret  # signs certificates for our host keys (ssh -J)
    session_ca: Secret  # signs the certificates that targets admit
    journal: Secret  # signs checkpoints
    recording_seal: Secret  # signs headers and closing seals of recordings
    assertion: Secret  # signs who somebody is
    recording_wrap: Secret  # X25519: opens the data keys of recordings
    field: Secret  # AES-256: personal fields and credentials in the database
    lookup: Secret  # HMAC: digests by which equal fields are found


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """All keys, loaded. `journal_name` is the origin of checkpoints; `head_path` where the tree signed last is kept.

    `public_path` is where the public halves are published.
    """

    keys: Keys
    host_ring: HostRing
    journal_name: str
    head_path: Path
    public_path: Path

    def public(self) -> PublicKeys:
        """The public halves."""
        return PublicKeys(
            host_key=openssh.line(self.host_ring.current.blob),
            host_key_next=self._host_keys(KeyStanding.NEXT),
            host_keys_former=self._host_keys(KeyStanding.FORMER),
            host_ca=_line(self.keys.host_ca),
            session_ca=_line(self.keys.session_ca),
            journal_vkey=str(VerifierKey(name=self.journal_name, public=signing.public_of(self.keys.journal))),
            recording_public=wrapping.public_of(self.keys.recording_wrap),
            recording_vkey=signing.public_of(self.keys.recording_seal),
            assertion_vkey=signing.public_of(self.keys.assertion),
        )

    def _host_keys(self, standing: KeyStanding) -> str:
        return "\n".join(openssh.line(key.blob) for key in self.host_ring.row if key.standing is standing)


def create(directory: Path, public: Path | None = None) -> PublicKeys:
    """Make all keys in `directory` (absent, or empty and private) and write their public halves to `public`.

    `public` is `../public/keys.json` beside `directory` unless said otherwise. Raises GatewayFault; never overwrites a key.
    """
    _require_unused(directory)
    master = aead.new_key()
    for field in fields(Keys):
        _write_sealed(directory, master, f"{field.name}.key", secrets.token_bytes(KEY_BYTES))
    row = host_ring.first(Secret(secrets.token_bytes(KEY_BYTES)))
    _write_sealed(directory, master, HOST, host_ring.written(row))
    name = f"sekisho.internal/journal/{secrets.token_hex(4)}"
    _write_sealed(directory, master, JOURNAL_NAME, name.encode("ascii"))
    signed_head.create(directory / signed_head.FILE_NAME)
    key_files.write(directory / MASTER, master.reveal())  # last: without it nothing was ever in use
    key_files.sync_directory(directory)
    shown = load(directory).public()
    path = public or published_at(directory)
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    public_keys.write(shown, path)
    return shown


def published_at(directory: Path) -> Path:
    """Where the public halves of the keys in `directory` lie."""
    return directory.parent / "public" / public_keys.FILE_NAME


def load(directory: Path) -> Custody:
    """Every key, or none. Raises GatewayFault naming the file: missing, open to others, damaged, or another master's."""
    key_files.require_private_directory(directory)
    master = Secret(key_files.read(directory / MASTER))
    if len(master.reveal()) != aead.KEY_BYTES:
        raise GatewayFault(f"{directory / MASTER} is damaged; restore the whole directory from the backup")
    keys = Keys(**{field.name: _key(directory, master, f"{field.name}.key") for field in fields(Keys)})
    name = _opened(directory, master, JOURNAL_NAME).decode("ascii")
    signed_head.read(directory / signed_head.FILE_NAME)
    ring = _host_ring(directory, master)
    return Custody(
        keys=keys,
        host_ring=ring,
        journal_name=name,
        head_path=directory / signed_head.FILE_NAME,
        public_path=published_at(directory),
    )


def further_key(directory: Path, name: str) -> Secret | None:
    """A key that is kept sealed here for `sekisho init` alone (the office's authority); None where there is none."""
    if not (directory / name).exists():
        return None
    return Secret(_opened(directory, Secret(key_files.read(directory / MASTER)), name))


def keep_further_key(directory: Path, name: str, key: Secret) -> None:
    """Keep such a key, in the place of a former one."""
    master = Secret(key_files.read(directory / MASTER))
    key_files.replace(directory / name, aead.seal(master, key.reveal(), _place(name)))


def _require_unused(directory: Path) -> None:
    if not directory.exists():
        key_files.make_directory(directory)
        return
    key_files.require_private_directory(directory)
    if any(directory.iterdir()):
        raise GatewayFault(f"{directory} holds files already; keys are never overwritten, move it away first")


def _write_sealed(directory: Path, master: Secret, name: str, data: bytes) -> None:
    key_files.write(directory / name, aead.seal(master, data, _place(name)))


def _opened(directory: Path, master: Secret, name: str) -> bytes:
    try:
        return aead.open_sealed(master, key_files.read(directory / name), _place(name))
    except aead.SealBroken:
        raise GatewayFault(
            f"{directory / name} does not open with {MASTER} beside it; restore the whole directory from one backup"
        ) from None


def _key(directory: Path, master: Secret, name: str) -> Secret:
    key = Secret(_opened(directory, master, name))
    if len(key.reveal()) != KEY_BYTES:
        raise GatewayFault(f"{directory / name} is no key of {KEY_BYTES} bytes; restore the directory from the backup")
    return key


def _host_ring(directory: Path, master: Secret) -> HostRing:
    path = directory / HOST
    try:
        row = host_ring.read(_opened(directory, master, HOST))
    except ValueError:
        raise GatewayFault(f"{path} holds no host keys; restore the directory from the backup") from None
    return HostRing(row, lambda data: key_files.replace(path, aead.seal(master, data, _place(HOST))))


def _place(name: str) -> bytes:
    return b"sekisho custody v1\0" + name.encode("ascii")


def _line(seed: Secret) -> str:
    return openssh.line(openssh.ed25519_blob(signing.public_of(seed)))
