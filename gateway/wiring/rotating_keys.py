"""Renewing the gateway's own keys: a ceremony of two custodians, while the keeper stands still and the registrar listens.

The journal hears of a renewal before it takes effect. Signing keys say so themselves, the former one and the new one each with a
signature over the other (`KeyRenewed`), so that the way from one to the next can be followed without believing anybody.
After a crash the ceremony is held again: each file is whole, and opens.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gateway.backups.keys import making_keys
from gateway.crypto import openssh, signing
from gateway.ipc.client import connect
from gateway.ipc.messages import CallRefused
from gateway.keeper import custody, key_rows, public_keys, shares, signed_head
from gateway.keeper.host_ring import RowRefused
from gateway.keeper.key_rows import Row
from gateway.keeper.renewal_events import KeyRenewed, Step
from gateway.settings.schema import Settings
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.vocabulary.secret import Secret
from gateway.wiring import office_tls
from gateway.wiring.acting import acting_as
from gateway.wiring.custodians import Tell, backup_folder, check, keep_making_keys, kept_keys, os_user
from gateway.wiring.nodes import require_alone
from gateway.wiring.own_keys import KEYS, Renewal
from gateway.wiring.places import Places, places
from gateway.wiring.users import user_of

FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {name: name.replace("-", "_") for name, key in KEYS.items() if key.renewal in (Renewal.AT_ONCE, Renewal.BY_STEPS)}
)
_SIGNERS: Final = frozenset({"journal", "recording-seal", "assertion", "session-ca", "host-ca"})
_CROSS: Final = "key-renewal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """`further`: what somebody has to copy somewhere, a line each. `new_shares`: of a new master key, the rest has none."""

    name: str
    step: Step
    further: tuple[str, ...] = ()
    new_shares: tuple[Secret, ...] = ()


def renew(
    settings: Settings, name: str, step: Step, texts: Sequence[Secret], tell: Tell, *, custodians: int
) -> Renewed:
    """One step with the key of this name, by the shares of two custodians. Raises CallRefused, ShareRefused, GatewayFault."""
    known = KEYS.get(name)
    if known is None:
        raise CallRefused("key.absent", _absent(name))
    if known.renewal in (Renewal.NEVER, Renewal.ELSEWHERE):
        raise CallRefused("key.not-here", known.how)
    if (step is Step.AT_ONCE) is (known.renewal is Renewal.BY_STEPS):
        raise CallRefused("key.step", BY_STEPS if known.renewal is Renewal.BY_STEPS else AT_ONCE)
    kept_keys(settings)  # two people: where nobody has a share, nobody renews
    check(settings, texts)
    at = places(settings)
    require_alone(settings)
    _require_still(at)
    if name == "master":
        return _master(settings, at, tell, custodians)
    if name == "office-tls":
        return _office_tls(settings, at, tell)
    return _row(settings, at, name, step, tell)


def trusted_authorities(settings: Settings, name: str) -> tuple[str, ...]:
    """The lines of an authority's keys that others are to trust now: the one in use first. Raises GatewayFault."""
    found = public_keys.read(places(settings).public_keys)
    own, further = (
        (found.session_ca, found.session_cas_further)
        if name == "session-ca"
        else (found.host_ca, found.host_cas_further)
    )
    return (own, *(line.partition(" ")[2] for line in further.splitlines()))


# -- the three kinds


def _row(settings: Settings, at: Places, name: str, step: Step, tell: Tell) -> Renewed:
    field, keeper = FIELDS[name], user_of(settings, "keeper")
    with acting_as(keeper):
        loaded = custody.load(at.keeper_keys)
        until = signed_head.read(loaded.head_path).size if name == "journal" else 0
    before = loaded.rows[field]
    try:
        after = _STEPS[step](before, Secret(secrets.token_bytes(key_rows.SEED_BYTES)), until)
    except RowRefused as refused:
        raise CallRefused(f"key.{refused.why.value}", _REFUSED) from None
    tell([_event(name, step, before, after)])
    with acting_as(keeper):
        custody.replace_row(at.keeper_keys, field, after)
        public_keys.write(custody.load(at.keeper_keys).public(), at.public_keys)
    lines = trusted_authorities(settings, name) if KEYS[name].renewal is Renewal.BY_STEPS else ()
    return Renewed(name=name, step=step, further=lines)


def _master(settings: Settings, at: Places, tell: Tell, custodians: int) -> Renewed:
    keeper = user_of(settings, "keeper")
    with acting_as(keeper):
        old, new = custody.master_of(at.keeper_keys), custody.next_master(at.keeper_keys)
    tell([KeyRenewed(name="master", step=Step.AT_ONCE, os_user=os_user(), former=_mark(old), current=_mark(new))])
    with acting_as(keeper):
        custody.seal_anew(at.keeper_keys)
    keep_making_keys(backup_folder(at), making_keys(new))
    return Renewed(name="master", step=Step.AT_ONCE, new_shares=shares.written(new, custodians))


def _office_tls(settings: Settings, at: Places, tell: Tell) -> Renewed:
    if settings.admin_ui.certificate is not None:
        raise CallRefused("key.given", GIVEN)
    tell([KeyRenewed(name="office-tls", step=Step.AT_ONCE, os_user=os_user(), former=b"", current=b"")])
    for path in (at.office_certificate, at.office_key, at.office_authority, at.office_authority_host):
        path.unlink(missing_ok=True)  # a crash here leaves what `sekisho init` makes anew as well
    office_tls.prepare(settings, at, office=user_of(settings, "admin_ui"), keeper=user_of(settings, "keeper"))
    return Renewed(name="office-tls", step=Step.AT_ONCE, further=(str(at.office_authority),))


def _event(name: str, step: Step, before: Row, after: Row) -> KeyRenewed:
    old, new = before[0].seed, _about(step, before, after)
    signed = name in _SIGNERS
    return KeyRenewed(
        name=name,
        step=step,
        os_user=os_user(),
        former=signing.public_of(old) if signed else _mark(old),
        current=signing.public_of(new) if signed else _mark(new),
        by_former=_cross(name, old, new) if signed else b"",
        by_current=_cross(name, new, old) if signed else b"",
    )


def _about(step: Step, before: Row, after: Row) -> Secret:
    """The key the step is about: the one made, the one switched to, or the latest that is destroyed."""
    if step is Step.PREPARED:
        following = key_rows.following(after)
        return after[0].seed if following is None else following.seed
    return key_rows.former(before)[0].seed if step is Step.RETIRED else after[0].seed


def _cross(name: str, signer: Secret, other: Secret) -> bytes:
    return signing.sign(signer, signing.tagged(_CROSS, name.encode("ascii") + b"\0" + signing.public_of(other)))


def follows(event: KeyRenewed) -> bool:
    """True if both keys of a signing key's renewal say so themselves."""
    about = event.name.encode("ascii") + b"\0"
    return signing.verify(
        event.former, signing.tagged(_CROSS, about + event.current), event.by_former
    ) and signing.verify(event.current, signing.tagged(_CROSS, about + event.former), event.by_current)


def _mark(key: Secret) -> bytes:
    return shares.key_check(key)


def _require_still(at: Places) -> None:
    """Raise CallRefused while a keeper answers: it holds the former keys in its memory."""
    try:
        connect(at.door("keeper", "office")).close()
    except (GatewayFault, OSError):
        return
    raise CallRefused("key.in-use", KEEPER_RUNS)


_STEPS: Final[Mapping[Step, Callable[[Row, Secret, int], Row]]] = MappingProxyType(
    {
        Step.AT_ONCE: key_rows.renewed,
        Step.PREPARED: lambda row, seed, _: key_rows.prepared(row, seed),
        Step.SWITCHED: lambda row, _, __: key_rows.switched(row),
        Step.RETIRED: lambda row, _, __: key_rows.without_former(row),
    }
)


def lines_for_targets(lines: Sequence[str]) -> str:
    """What a target's TrustedUserCAKeys file holds."""
    return "".join(f"{openssh.line(openssh.blob_of(line))}\n" for line in lines)


def _absent(name: str) -> Text:
    return Text(
        ja=f"「{name}」という鍵はありません。「sekisho key list」で名前を確認してください。",
        en=f"There is no key {name!r}. See: sekisho key list",
    )


KEEPER_RUNS: Final = Text(
    ja="keeper が動いています。keeper だけを止めてから（実行中のセッションは続きます）、もう一度行ってください。"
    "記録プロセス（registrar）は動かしたままにします。",
    en="The keeper runs. Stop the keeper alone (running sessions go on), keep the registrar running, and try again.",
)
BY_STEPS: Final = Text(
    ja="この鍵は、相手に先に覚えさせる必要があります。--step prepare、switch、retire の順に行ってください。",
    en="Others must learn this key before it is used. Go by --step prepare, switch, retire, in this order.",
)
AT_ONCE: Final = Text(
    ja="この鍵は一度に更新します。--step を付けずに実行してください。",
    en="This key is renewed at once. Leave out --step.",
)
GIVEN: Final = Text(
    ja="管理画面の証明書は設定で指定されたものです。そのファイルを入れ替えて admin_ui を再起動してください。",
    en="The office's certificate is one given in the settings. Replace that file and restart admin_ui.",
)
_REFUSED: Final = Text(
    ja="いまの鍵の状態では、その手順は行えません。「sekisho key list」で確認してください"
    "（prepare → switch → retire。鍵は一つの名前につき 16 個まで）。",
    en="The key does not stand so that this step can be taken. See sekisho key list (prepare, switch, retire; at most 16 keys).",
)
