"""Is this the place for that backup? Asked before anything is written; each refusal says what to do."""

from typing import Final

from gateway.audit.witness import FolderWitness
from gateway.authorization import files as policy_files
from gateway.backups.manifest import Manifest
from gateway.backups.packing import unpacked
from gateway.settings.schema import Settings
from gateway.storage.address import parsed, sqlite_file
from gateway.storage.dump import NOT_EMPTY, require_empty
from gateway.storage.engine import open_engine, reading
from gateway.storage.revision import CURRENT
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.wiring.backing_up import POLICIES
from gateway.wiring.database import owners_address
from gateway.wiring.opened_backup import Opened
from gateway.wiring.places import places
from gateway.wiring.staging import beside


class RestoreRefused(GatewayFault):
    """The backup does not fit this place, or this place is not free. Nothing was written."""


def require_fitting(manifest: Manifest, clock: Clock) -> None:
    """This program and this machine's clock can take the backup. Raises RestoreRefused."""
    if manifest.schema != CURRENT:
        raise RestoreRefused(f"the backup is of schema {manifest.schema}, program {manifest.program}", _OTHER_VERSION)
    if clock.now() < manifest.made_at:
        raise RestoreRefused("this machine's clock is behind the backup's", _CLOCK)


def witnessed(settings: Settings, manifest: Manifest, forgetting: int) -> int | None:
    """How far the witness's checkpoints reach. Raises RestoreRefused where more would be forgotten than was said."""
    if not settings.state.witness.is_dir():
        return None
    reach = FolderWitness(settings.state.witness).last_size()
    lost = reach - manifest.entries
    if lost > forgetting:
        raise RestoreRefused(
            f"the witness has checkpoints of {reach} entries, the backup has {manifest.entries}: {lost} would be lost",
            Text(
                ja=f"立会人の控えは {reach} 件までありますが、このバックアップは {manifest.entries} 件までです。"
                f"より新しいバックアップがないときだけ、失われる件数を --forget {lost} と指定してください。",
                en=f"The witness's checkpoints reach to {reach} entries, this backup to {manifest.entries}. "
                f"Only if there is no newer backup, say how many are lost: --forget {lost}",
            ),
        )
    return reach


def require_same(settings: Settings, found: Opened) -> None:
    """The settings are of the backup's node, and there is at most the same policy. Raises RestoreRefused."""
    if settings.node.name != found.manifest.node:
        raise RestoreRefused(
            f"these settings are of node {settings.node.name}, the backup of {found.manifest.node}", _NODE
        )
    directory = settings.policies.directory
    if directory.exists() and policy_files.read(directory) != unpacked(found.bytes_of(POLICIES)):
        raise RestoreRefused(f"{directory} holds another policy than the backup", _OTHER_POLICY)


def require_free(settings: Settings) -> None:
    """Nothing is there yet. Raises RestoreRefused, DumpRefused."""
    at = places(settings)
    if at.state.exists() and (not at.state.is_dir() or any(at.state.iterdir())):
        raise RestoreRefused(f"{at.state} is not empty", _STATE_IN_USE)
    file = sqlite_file(parsed(settings.database))
    if file is not None:
        if not file.exists():
            return
        if not beside(at).state.exists():
            raise RestoreRefused(f"{file} exists", NOT_EMPTY)
    engine = open_engine(owners_address(settings), application="sekisho-restore")
    try:
        with reading(engine) as connection:
            require_empty(connection)
    finally:
        engine.dispose()


_OTHER_VERSION: Final = Text(
    ja="バックアップは別の版のプログラムで作られています。同じ版で復元し、その後に更新してください。",
    en="The backup was made by another version of the program. Restore with that version, then upgrade.",
)
_CLOCK: Final = Text(
    ja="この機器の時計が、バックアップの作成日時より前を指しています。時刻を合わせてからやり直してください。",
    en="This machine's clock is behind the time the backup was made. Set it right, then try again.",
)
_NODE: Final = Text(
    ja="設定のノード名がバックアップと違います。node.name をバックアップのとおりにしてください。",
    en="The settings name another node than the backup. Set node.name as in the backup.",
)
_STATE_IN_USE: Final = Text(
    ja="復元先の状態ディレクトリが空ではありません。復元は空の場所にだけ行えます。何も書き込んでいません。",
    en="The state directory to restore into is not empty. A restore goes only into an empty place. Nothing was written.",
)
_OTHER_POLICY: Final = Text(
    ja="設定のポリシーのフォルダに、バックアップと違うポリシーがあります。移動するか、設定で別の場所を指定してください。",
    en="The folder of policies holds another policy than the backup. Move it away, or name another folder in the settings.",
)
