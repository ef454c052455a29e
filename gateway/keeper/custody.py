"""The keys themselves: made by `sekisho init`, loaded once by the keeper, in no other process.

The master key seals all others (AES-256-GCM, the key's name as AAD), so that files exchanged for one another do not open.
One key, one use: whoever obtains a signature of one kind has none of another kind. Each is a row (key_rows), so that it can be
renewed; only the row of host keys changes while the keeper runs, the others in a ceremony (wiring/rotating_keys).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from gateway.audit.note import VerifierKey
from gateway.crypto import aead, openssh, signing, wrapping
from gateway.keeper import host_ring, key_files, key_rows, public_keys, signed_head
from gateway.keeper.host_ring import HostRing, KeyStanding
from gateway.keeper.key_rows import Row
from gateway.keeper.public_keys import PublicKeys
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

MASTER: Final = "master.key"
JOURNAL_NAME: Final = "journal_name.key"
MASTER_NEXT: Final = "master-next.new"  # beside it only while all others are sealed anew (`.new`: no backup takes it)
HOST: Final = "host.key"  # the row of SSH host keys (host_ring), the one file here that the keeper itself replaces
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

    `public_path` is where the public halves are published. `rows`: by the names of `Keys`, whose values are the ones in use.
    """

    keys: Keys
    rows: Mapping[str, Row]
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
            journal_vkey=self.journal_key(),
            recording_public=wrapping.public_of(self.keys.recording_wrap),
            recording_vkey=b"".join(signing.public_of(key.seed) for key in self.rows["recording_seal"]),
            assertion_vkey=signing.public_of(self.keys.assertion),
            session_cas_further=self._further("session_ca"),
            host_cas_further=self._further("host_ca"),
        )

    def journal_key(self) -> str:
        """The journal's verifier key, with those it was signed with before."""
        former = tuple((signing.public_of(key.seed), key.until) for key in key_rows.former(self.rows["journal"]))
        return str(VerifierKey(name=self.journal_name, public=signing.public_of(self.keys.journal), former=former))

    def former(self, name: str) -> tuple[Secret, ...]:
        """Of the key of this name, those that were in use."""
        return tuple(key.seed for key in key_rows.former(self.rows[name]))

    def _further(self, name: str) -> str:
        return "\n".join(f"{key.standing.value} {_line(key.seed)}" for key in self.rows[name][1:])

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
    master = master_of(directory)
    rows = {field.name: _row(directory, master, f"{field.name}.key") for field in fields(Keys)}
    keys = Keys(**{name: row[0].seed for name, row in rows.items()})
    name = _opened(directory, master, JOURNAL_NAME).decode("ascii")
    signed_head.read(directory / signed_head.FILE_NAME)
    ring = _host_ring(directory, master)
    return Custody(
        keys=keys,
        rows=rows,
        host_ring=ring,
        journal_name=name,
        head_path=directory / signed_head.FILE_NAME,
        public_path=published_at(directory),
    )


def master_of(directory: Path) -> Secret:
    """The key all others are sealed with. Raises GatewayFault."""
    key_files.require_private_directory(directory)
    master = Secret(key_files.read(directory / MASTER))
    if len(master.reveal()) != aead.KEY_BYTES:
        raise GatewayFault(f"{directory / MASTER} is damaged; restore the whole directory from the backup")
    return master


def replace_row(directory: Path, name: str, row: Row) -> None:
    """Put another row in the place of the key's (a name of `Keys`), durably. Raises GatewayFault."""
    file = f"{name}.key"
    key_files.replace(directory / file, aead.seal(master_of(directory), key_rows.written(row), _place(file)))


def seal_anew(directory: Path) -> Secret:
    """Make a new master key and seal every other with it; the new one. Begun anew after a crash, it goes on where it was.

    At every moment each file opens with the old or the new master key, and both are there: `load` tries both.
    Raises GatewayFault.
    """
    old, new = master_of(directory), next_master(directory)
    for path in sorted(directory.glob("*.key")):
        if path.name == MASTER:
            continue
        data = _opened(directory, old, path.name)
        key_files.replace(path, aead.seal(new, data, _place(path.name)))
    key_files.replace(directory / MASTER, new.reveal())
    (directory / MASTER_NEXT).unlink()
    key_files.sync_directory(directory)
    return new


def next_master(directory: Path) -> Secret:
    """The master key that is to come: the one a ceremony before this left behind, or a fresh one. Raises GatewayFault."""
    beside = directory / MASTER_NEXT
    if not beside.exists():
        key_files.write(beside, aead.new_key().reveal())
        key_files.sync_directory(directory)
    return Secret(key_files.read(beside))


def opens(directory: Path, master: Secret) -> bool:
    """True if `master` is the key the others in `directory` are sealed with. Raises GatewayFault for a damaged file."""
    try:
        aead.open_sealed(master, key_files.read(directory / JOURNAL_NAME), _place(JOURNAL_NAME))
    except aead.SealBroken:
        return False
    return True


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
    sealed = key_files.read(directory / name)
    for each in (master, *_next_master(directory)):
        try:
            return aead.open_sealed(each, sealed, _place(name))
        except aead.SealBroken:
            continue
    raise GatewayFault(
        f"{directory / name} does not open with {MASTER} beside it; restore the whole directory from one backup"
    )


def _next_master(directory: Path) -> tuple[Secret, ...]:
    """The master key that is about to be: there only while all others are sealed anew, or after a crash meanwhile."""
    beside = directory / MASTER_NEXT
    return (Secret(key_files.read(beside)),) if beside.exists() else ()


def _row(directory: Path, master: Secret, name: str) -> Row:
    data = _opened(directory, master, name)
    try:
        return key_rows.read(data)
    except ValueError:
        raise GatewayFault(
            f"{directory / name} is no key of {KEY_BYTES} bytes; restore the directory from the backup"
        ) from None


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
