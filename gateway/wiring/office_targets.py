"""Targets in the register: new ones, what changes about them, their vaulted secret (R-14, R-76). Their pins: `office_pins`."""

from dataclasses import dataclass, replace
from enum import Enum
from hashlib import sha256
from typing import Final

import msgspec

from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import RotationWanted, TargetAdded, TargetChanged, TargetSecretSet
from gateway.rotation.due import Rotation, rotates
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Encoding, FreeOfPersonalData, LoginWay, RiskEntry, Target
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_second import ask_second
from gateway.wiring.office_target_rules import Register, objections
from gateway.wiring.office_unfit import Objected, require_fit

NOTHING: Final = "-"  # what takes a drop folder or a management account away


class Held(Enum):
    """That a target holds personal data after all: its declaration is taken back."""

    PERSONAL_DATA = "personal-data"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetWish:
    """What is to become another about a target; None stays as it is, `-` takes away."""

    address: str | None = None
    port: int | None = None
    accounts: tuple[str, ...] | None = None
    clients: tuple[str, ...] | None = None
    encoding: Encoding | None = None
    drop_folder: str | None = None
    management: str | None = None
    free: FreeOfPersonalData | Held | None = None
    risk: RiskEntry | None = None


def target_named(office: Office, name: str) -> Target:
    """The target. Raises CallRefused where there is none."""
    found = office.facts.target(name)
    if found is None:
        raise CallRefused("target.absent", texts.absent("接続先", "target", name, "target list"))
    return found


def add_target(office: Office, target: Target, secret: Secret | None) -> str | None:
    """Register a target with its secret, which the keeper judges first.

    The id of what another administrator has to confirm before it is there, or None where it is there already. Raises
    FieldsRefused with every objection, CallRefused or GatewayFault.
    """
    office.require_register(Permission.TARGETS_MANAGE, target.name)
    vaulted = target.login is not LoginWay.CERTIFICATE
    about_secret = [Objected(field="secret", code="target.secret", text=SECRET)] if vaulted is (secret is None) else []
    about_risk = [Objected(field="risk", code="target.risk", text=RISK)] if target.risk is None else []
    require_fit([*objections(target, register(office)), *about_secret, *about_risk])
    sealed = None if secret is None else office.secrets.seal_target_secret(target.name, target.login, secret)
    change = TargetAdded(target=target, secret_sealed=sealed)
    try:
        office.commit(change)
    except CallRefused as refused:
        if refused.code != "second.needed":
            raise
        return ask_second(office, change)
    return None


def change_target(office: Office, name: str, wish: TargetWish, *, seen: Target | None = None) -> Target:
    """Change what is given; the target afterwards. `seen` is what the wish was made upon; where that is no longer so, "stale".

    Raises FieldsRefused with every objection, CallRefused or GatewayFault.
    """
    office.require_register(Permission.TARGETS_MANAGE, name)
    before = target_named(office, name) if seen is None else seen
    after = replace(
        before,
        address=before.address if wish.address is None else wish.address,
        port=before.port if wish.port is None else wish.port,
        accounts=before.accounts if wish.accounts is None else wish.accounts,
        clients=before.clients if wish.clients is None else wish.clients,
        encoding=wish.encoding or before.encoding,
        drop_folder=_or_nothing(wish.drop_folder, before.drop_folder),
        management=_or_nothing(wish.management, before.management),
        free=_free(wish.free, before.free),
        risk=wish.risk or before.risk,
    )
    require_fit(_new_objections(before, after, register(office)))
    office.commit(TargetChanged(before=before, after=after))
    return after


def set_target(office: Office, name: str, standing: Standing) -> Target:
    """Another standing for a target; the target afterwards. Raises CallRefused, "target.risk" without a current risk row."""
    office.require_register(Permission.TARGETS_MANAGE, name)
    before = target_named(office, name)
    after = replace(before, standing=standing)
    office.commit(TargetChanged(before=before, after=after))
    return after


def target_of(office: Office, target: str) -> Target:
    """The target of this id. Raises CallRefused where there is none."""
    found = office.lists.target_by_id(target)
    if found is None:
        raise CallRefused("target.absent", texts.absent("接続先", "target", target, "target list"))
    return found


def digest_of(target: Target) -> str:
    """What a page remembers of a target it showed, so that another's change in between is noticed: hex SHA-256 of all of it."""
    return sha256(msgspec.json.encode(target, order="deterministic")).hexdigest()


def register(office: Office) -> Register:
    """What a target may name, as of now."""
    return Register(
        clients=frozenset(client.id for client in office.lists.clients()),
        people=frozenset(line.username for line in office.lists.people() if line.standing is Standing.ACTIVE),
        today=office.clock.now().astimezone(JST).date(),
    )


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
    if target.login is LoginWay.CERTIFICATE:
        raise CallRefused("target.no-rotation", NOT_VAULTED)
    office.commit(RotationWanted(target=name))
    return target


def rotation_of(office: Office, target: Target) -> Rotation | None:
    """Where the change of its password stands; None for a target whose password we do not change."""
    return office.lists.rotation(target) if rotates(target) else None


def _new_objections(before: Target, after: Target, known: Register) -> list[Objected]:
    """What is wrong with `after` and was not so before: who has left since does not hinder another change."""
    old = {(each.field, each.code) for each in objections(before, known)}
    same = {"free_declared_by", "free_until"} if before.free == after.free else set()
    same |= {"risk_owner", "risk_review_on"} if before.risk == after.risk else set()
    same |= {"host_keys"} if (before.host_keys, before.address) == (after.host_keys, after.address) else set()
    return [each for each in objections(after, known) if each.field not in same or (each.field, each.code) not in old]


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


SECRET: Final = Text(
    ja="vaulted-key と vaulted-password には秘密（--secret-file または入力）が必要で、certificate には不要です。",
    en="vaulted-key and vaulted-password need a secret; certificate has none.",
)
RISK: Final = Text(
    ja="リスク管理データベースへの登録（所有者・重要度・本人数・リスク・対策・見直し日）が必要です。",
    en="A row of the risk register is needed: owner, importance, people, risk, measure, day of review.",
)
NOT_VAULTED: Final = Text(
    ja="証明書で接続する接続先には、保管する認証情報はありません。更新するものもありません。",
    en="A target reached with a certificate has no secret to vault, and nothing to be rotated.",
)
