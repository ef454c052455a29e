"""Changing what is registered of a target: where it is, whose data it holds, its host keys, its vaulted secret (R-14).

Host keys are never trusted by one person alone: what a target shows is asked for by one administrator and confirmed by
another, who compares it with what the target's own operator says.
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import RotationWanted, TargetChanged, TargetSecretSet
from gateway.relay.ssh.dialling import shown_host_keys
from gateway.rotation.due import Rotation, rotates
from gateway.vocabulary.identifiers import ACCOUNT_NAME, DROP_FOLDER
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Encoding, FreeOfPersonalData, LoginWay, Protocol, Target
from gateway.wiring.office import Office
from gateway.wiring.office_register import target_named
from gateway.wiring.office_second import ask_second

NOTHING: Final = "-"  # what takes a drop folder or a management account away


class Held(Enum):
    """That a target holds personal data after all: its declaration is taken back."""

    PERSONAL_DATA = "personal-data"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetWish:
    """What is to become another about a target; None stays as it is, `-` takes away."""

    address: str | None = None
    port: int | None = None
    accounts: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    encoding: Encoding | None = None
    drop_folder: str | None = None
    management: str | None = None
    free: FreeOfPersonalData | Held | None = None


def change_target(office: Office, name: str, wish: TargetWish) -> Target:
    """Change what is given; the target afterwards. Raises CallRefused or GatewayFault."""
    office.require_register(Permission.TARGETS_MANAGE, name)
    before = target_named(office, name)
    after = replace(
        before,
        address=wish.address or before.address,
        port=wish.port or before.port,
        accounts=wish.accounts or before.accounts,
        clients=wish.clients or before.clients,
        encoding=wish.encoding or before.encoding,
        drop_folder=_or_nothing(wish.drop_folder, before.drop_folder),
        management=_or_nothing(wish.management, before.management),
        free=_free(wish.free, before.free),
    )
    require_forms(after)
    office.commit(TargetChanged(before=before, after=after))
    return after


def require_forms(target: Target) -> None:
    """Raises CallRefused where an account or a folder has not the form of one."""
    named = [*target.accounts, *([] if target.management is None else [target.management])]
    if not all(map(ACCOUNT_NAME.fullmatch, named)):
        raise CallRefused("target.name", NAMES)
    if target.drop_folder is not None and not DROP_FOLDER.fullmatch(target.drop_folder):
        raise CallRefused("target.drop-folder", FOLDER)
    if target.management is not None and target.protocol is not Protocol.SSH:
        raise CallRefused("target.management", MANAGEMENT)


def shown_keys(target: Target) -> tuple[bytes, ...]:
    """The host keys that answer at the target's address now. Raises TargetError, CallRefused for a target that has none."""
    if target.protocol is not Protocol.SSH:
        raise CallRefused("target.host-key", NO_HOST_KEY)
    return shown_host_keys(target.name, target.address, target.port)


def ask_host_keys(office: Office, target: Target, keys: tuple[bytes, ...]) -> str:
    """Ask that these keys replace the pinned ones; the id another administrator confirms. Raises CallRefused."""
    office.require_register(Permission.TARGETS_MANAGE, target.name)
    return ask_second(office, TargetChanged(before=target, after=replace(target, host_keys=keys)))


def set_secret(office: Office, name: str, secret: Secret) -> Target:
    """Vault another password or key, which the keeper judges first. Raises CallRefused or GatewayFault."""
    office.require_register(Permission.TARGETS_MANAGE, name)
    target = target_named(office, name)
    if target.login is LoginWay.CERTIFICATE:
        raise CallRefused("target.secret", NOT_VAULTED)
    sealed = office.secrets.seal_target_secret(target.name, target.login, secret)
    office.commit(TargetSecretSet(target=target.name, kind=target.login, sealed=sealed))
    return target


def rotate(office: Office, name: str) -> Target:
    """Ask that the vaulted password be changed as soon as nobody works there. Raises CallRefused or GatewayFault."""
    office.require_register(Permission.TARGETS_MANAGE, name)
    target = target_named(office, name)
    office.commit(RotationWanted(target=name))
    return target


def rotation_of(office: Office, target: Target) -> Rotation | None:
    """Where the change of its password stands; None for a target whose password we do not change."""
    return office.lists.rotation(target) if rotates(target) else None


def _or_nothing(wished: str | None, before: str | None) -> str | None:
    if wished is None:
        return before
    return None if wished == NOTHING else wished


def _free(wished: FreeOfPersonalData | Held | None, before: FreeOfPersonalData | None) -> FreeOfPersonalData | None:
    match wished:
        case FreeOfPersonalData():
            return wished
        case Held.PERSONAL_DATA:
            return None
        case _:
            return before


NAMES: Final = Text(
    ja="接続先名は英小文字・数字・ハイフン、アカウント名は英小文字・数字・_ . - で指定してください。",
    en="A target's name is of a-z 0-9 -, an account's of a-z 0-9 _ . -",
)
FOLDER: Final = Text(
    ja="アップロード先は、文字・数字と . _ + @ - からなるフォルダー名を / で区切って指定してください（. や .. は使えません）。",
    en="A drop folder is of names of letters, digits and . _ + @ - with / between them; none of them is . or ..",
)
MANAGEMENT: Final = Text(
    ja="管理アカウントは SSH の接続先にだけ指定できます。PostgreSQL ではアカウント自身がパスワードを更新します。",
    en="A management account is for SSH targets. On PostgreSQL the account changes its own password.",
)
NO_HOST_KEY: Final = Text(ja="SSH の接続先ではないため、ホスト鍵はありません。", en="Only SSH targets have host keys.")
NOT_VAULTED: Final = Text(
    ja="証明書で接続する接続先には、保管する認証情報はありません。",
    en="A target reached with a certificate has no secret to vault.",
)
