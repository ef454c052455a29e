"""A further node on the same database: what it needs of the first, carried over sealed, and put in its place.

It needs the keeper's keys (and so the same authorities and host keys: a client must not see another one), their public halves,
the policy, and what forms are signed with. Never the master key: the bundle is sealed for a key made from it, as backups are,
and whoever puts a node in place is two custodians with their shares, as for a restore. So one person with the bundle has
nothing, no new secret has to be thought of or carried, and both machines can be far apart.

A key that is changed on one node (`sekisho host-key`, …) reaches the others by `export` there and `renew` here.

`export` needs no custodian and writes `node.exported` first. `join` builds beside the place and gives the folder its name last;
it looks whether the database is the one whose journal the bundle knows, and changes nothing there.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gateway.audit.folder import write_durably
from gateway.backups import manifest as manifests
from gateway.backups.events import NodeExported
from gateway.backups.keys import making_keys, opening_keys
from gateway.backups.manifest import Manifest
from gateway.backups.packing import folder_of, packed, unpacked
from gateway.backups.sealed import PartDamaged
from gateway.backups.store import Kept, making
from gateway.keeper import custody, shares, signed_head
from gateway.settings.commented import commented
from gateway.settings.reading import read as read_settings
from gateway.settings.schema import Settings
from gateway.storage.engine import open_engine, reading
from gateway.storage.revision import CURRENT, require_current
from gateway.storage.stores.journal import Journal
from gateway.storage.stores.nodes import Nodes
from gateway.version import VERSION
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.vocabulary.secret import Secret
from gateway.wiring.acting import acting_as
from gateway.wiring.backing_up import KEYS, NOT_COPIED, POLICIES, PUBLIC, SETTINGS
from gateway.wiring.custodians import Tell, backup_folder, keep_making_keys, kept_keys, os_user
from gateway.wiring.database import address_of, roles_of
from gateway.wiring.init import furnish
from gateway.wiring.opened_backup import Opened
from gateway.wiring.places import Places, places
from gateway.wiring.restore_place import require_fitting
from gateway.wiring.staging import policies_beside, put_keys, staging, take_place, write_all
from gateway.wiring.users import user_of

OFFICE: Final = "office"
_PARTS: Final = frozenset({KEYS, PUBLIC, POLICIES, SETTINGS, OFFICE})


class JoinRefused(GatewayFault):
    """The bundle does not fit this place, or this place is not free. Nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A node that can be started."""

    settings: Settings
    manifest: Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What a node has of its own, where it has no settings file yet."""

    name: str
    state: Path
    witness: Path
    policies: Path


def export(settings: Settings, directory: Path, tell: Tell, clock: Clock) -> tuple[Path, Manifest]:
    """Write a bundle into `directory`; its folder and what it is. Raises GatewayFault, also where no key was ever split."""
    _require_shared(settings)
    at, now, keys = places(settings), clock.now(), kept_keys(settings)
    entries, head = _journal(settings, None)
    bundle = new_identifier("N", now)
    tell([NodeExported(bundle=bundle, os_user=os_user(), entries=entries)])
    with making(directory.absolute(), bundle, keys.public) as made:
        made.add(KEYS, [packed(folder_of(at.keeper_keys, without=NOT_COPIED))])
        made.add(PUBLIC, [packed(folder_of(at.public_keys.parent))])
        made.add(POLICIES, [packed(folder_of(settings.policies.directory))])
        made.add(SETTINGS, [settings.file.read_bytes()])
        forms = at.form_secret
        made.add(OFFICE, [packed({forms.name: forms.read_bytes()} if forms.exists() else {})])
        manifest = Manifest(
            id=bundle, made_at=now, node=settings.node.name, program=VERSION, schema=CURRENT, entries=entries, head=head,
            parts=tuple(made.parts),
        )  # fmt: skip
        folder = made.finish(manifests.write(manifest, keys.sign))
    return folder, manifest


def look(folder: Path, texts: Sequence[Secret]) -> Opened:
    """The bundle, every byte of it looked at: signed, whole, and opening with these two shares. Raises GatewayFault."""
    master = shares.master_of([shares.read(text) for text in texts])
    found = Opened(Kept(folder, opening_keys(master).verifier), master, folder)
    names = [part.name for part in found.manifest.parts]
    if frozenset(names) != _PARTS or len(names) != len(_PARTS):
        raise PartDamaged(f"{folder} is no bundle for a node", _NO_BUNDLE)
    for part in found.manifest.parts:
        for _ in found.stream(part):
            pass
    return found


def join(found: Opened, settings_file: Path, newcomer: Newcomer | None, clock: Clock) -> Joined:
    """Make the state of `settings_file` that of a further node. Where there is no such file, it is made for `newcomer`.

    Raises GatewayFault, SettingsRefused.
    """
    require_fitting(found.manifest, clock)
    own_settings = not settings_file.exists()
    if own_settings:
        _write_settings(found, settings_file, newcomer)
    try:
        settings = read_settings(settings_file)
        _require_place(settings, found)
        with staging(places(settings)) as staged, policies_beside(found, settings) as policies:
            _build(found, staged)
            take_place(staged, places(settings))
            if policies.exists():
                policies.rename(settings.policies.directory)
        furnish(settings)
    except BaseException:
        if own_settings:
            settings_file.unlink(missing_ok=True)
        raise
    return Joined(settings=settings, manifest=found.manifest)


def renew(found: Opened, settings: Settings) -> None:
    """Let a node that joined have the first one's keys as they are now, after any of them was changed there.

    What this node's keeper signed last stays its own. The keeper goes by it from its next start. Raises GatewayFault.
    """
    if settings.node.name == found.manifest.node:
        raise JoinRefused("the bundle is this node's own", _NAME)
    at, keeper = places(settings), user_of(settings, "keeper")
    with acting_as(keeper):
        if not custody.opens(at.keeper_keys, found.master):
            raise JoinRefused("the bundle is another gateway's", _OTHER_GATEWAY)
        for folder, part, mode in ((at.keeper_keys, KEYS, 0o600), (at.public_keys.parent, PUBLIC, 0o644)):
            files = unpacked(found.bytes_of(part))
            for name in sorted(files.keys() - {signed_head.FILE_NAME}):
                write_durably(folder / name, files[name], mode)
        custody.load(at.keeper_keys)


def _build(found: Opened, staged: Places) -> None:
    put_keys(found, staged)
    keep_making_keys(backup_folder(staged), making_keys(found.master))
    staged.admin_ui.mkdir(mode=0o700)
    write_all(staged.admin_ui, unpacked(found.bytes_of(OFFICE)), 0o400)


def _write_settings(found: Opened, settings_file: Path, newcomer: Newcomer | None) -> None:
    if newcomer is None:
        raise JoinRefused(f"there is no {settings_file}", _NO_SETTINGS)
    values: dict[str, Any] = tomllib.loads(found.bytes_of(SETTINGS).decode("utf-8"))
    values.pop("demo", None)  # of one demo's state alone
    own: Mapping[str, Mapping[str, Any]] = {
        "node": {"name": newcomer.name},
        "state": {"directory": newcomer.state.resolve(), "witness": newcomer.witness.resolve()},
        "policies": {"directory": newcomer.policies.resolve()},
    }
    for part, changed in own.items():
        values[part] = {**values.get(part, {}), **changed}
    settings_file.parent.mkdir(parents=True, exist_ok=True)
    write_durably(settings_file, commented(values).encode(), 0o644)


def _require_place(settings: Settings, found: Opened) -> None:
    """A name of its own, an empty place, and the database whose journal the bundle knows. Raises JoinRefused."""
    _require_shared(settings)
    if settings.node.name == found.manifest.node:
        raise JoinRefused(f"both nodes would be called {settings.node.name}", _NAME)
    at = places(settings)
    if at.state.exists() and (not at.state.is_dir() or any(at.state.iterdir())):
        raise JoinRefused(f"{at.state} is not empty", _IN_USE)
    entries, head = _journal(settings, found.manifest.entries)
    if (entries, head) != (found.manifest.entries, found.manifest.head):
        raise JoinRefused("the database holds another journal than the bundle knows", _OTHER_JOURNAL)


def _require_shared(settings: Settings) -> None:
    if not roles_of(settings):
        raise JoinRefused("several nodes need PostgreSQL", _NOT_SHARED)


def _journal(settings: Settings, entries: int | None) -> tuple[int, bytes]:
    """How many entries the journal has, and the last one's hash; of its first `entries`, where so many are asked about.

    Raises GatewayFault, also for a name that another node runs under.
    """
    engine = open_engine(address_of(settings, "backup"), application="sekisho-node")
    try:
        require_current(engine)
        with reading(engine) as connection:
            if entries is not None and settings.node.name in Nodes(connection).running():
                raise JoinRefused(f"a node {settings.node.name} runs", _NAME)
            journal = Journal(connection)
            found = journal.head() if entries is None else next(journal.read(entries - 1, entries), None)
    finally:
        engine.dispose()
    return (0, b"") if found is None else (found.seq + 1, found.hash)


_NOT_SHARED: Final = Text(
    ja="複数のノードには PostgreSQL が必要です（state.database）。",
    en="Several nodes need PostgreSQL (state.database).",
)
_NO_BUNDLE: Final = Text(
    ja="これは「sekisho node export」で作成したものではありません（バックアップは「sekisho restore」で使います）。",
    en="This was not made by `sekisho node export` (a backup is for `sekisho restore`).",
)
_NO_SETTINGS: Final = Text(
    ja="設定ファイルがありません。--name と --state を指定すると作成します。",
    en="There is no settings file. Give --name and --state, and one is made.",
)
_NAME: Final = Text(
    ja="ノード名（node.name）は、ノードごとに違うものにしてください。何も書き込んでいません。",
    en="Each node needs a node.name of its own. Nothing was written.",
)
_OTHER_GATEWAY: Final = Text(
    ja="これは別のゲートウェイのものです（主鍵が違います）。何も書き込んでいません。",
    en="This is of another gateway (another master key). Nothing was written.",
)
_IN_USE: Final = Text(
    ja="状態ディレクトリが空ではありません。空の場所を指定してください。何も書き込んでいません。",
    en="The state directory is not empty. Name an empty place. Nothing was written.",
)
_OTHER_JOURNAL: Final = Text(
    ja="設定のデータベースは、元のノードのものではありません（監査ログが一致しません）。何も書き込んでいません。",
    en="The database of the settings is not the first node's (the journals differ). Nothing was written.",
)
