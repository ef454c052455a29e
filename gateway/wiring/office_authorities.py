"""Authorities of user certificates at the office: registered by two administrators, revoked by one, never brought back.

Whoever holds an authority's private key can make a key for any person here; only the terminal's key and the code stand beside it.
"""

from typing import Final

from gateway.authorization.roles import Permission
from gateway.crypto.digest import fingerprint
from gateway.crypto.user_certificate import KEY_ID_LETTERS_MAX, require_authority
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import AuthorityAdded, AuthorityRevoked, CertificateRevoked, Mark
from gateway.vocabulary.identifiers import TARGET_NAME
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_keys import PublicKey, key_taken
from gateway.wiring.office_second import ask_second


def add_authority(office: Office, name: str, blob: bytes) -> tuple[str, str]:
    """Ask that this authority's user certificates be taken; its fingerprint, and the id another administrator confirms.

    Raises CallRefused or GatewayFault.
    """
    office.require_register(Permission.PEOPLE_MANAGE, name)
    if not TARGET_NAME.fullmatch(name):
        raise CallRefused("ca.unfit", _NAME)
    try:
        require_authority(blob)
    except ValueError as wrong:
        raise CallRefused("ca.unfit", Text(ja=_KEY_JA, en=f"{wrong}.")) from None
    found = fingerprint(blob)
    if any(name == line.name or found == line.fingerprint for line in office.lists.authorities()):
        raise CallRefused("ca.taken", _TAKEN)
    held = key_taken(office, CallRefused("office.exists", _TAKEN), (PublicKey(blob=blob, comment=name),))
    if held.code == "key.taken":
        raise held
    return found, ask_second(office, AuthorityAdded(name=name, blob=blob, fingerprint=found))


def revoke_authority(office: Office, name: str) -> None:
    """Take no certificate of this authority any more. Raises CallRefused or GatewayFault."""
    office.require_register(Permission.PEOPLE_MANAGE, name)
    try:
        office.commit(AuthorityRevoked(name=name))
    except CallRefused as refused:
        raise _absent(refused, name) from None


def revoke_certificate(office: Office, authority: str, *, serial: int | None, key_id: str | None) -> None:
    """Take no certificate of this authority's with this serial, or this key id, any more. Raises CallRefused or GatewayFault."""
    office.require_register(Permission.PEOPLE_MANAGE, authority)
    if key_id is not None and not 0 < len(key_id) <= KEY_ID_LETTERS_MAX:
        raise CallRefused("ca.unfit", _KEY_ID)
    mark, value = (Mark.SERIAL, str(serial)) if key_id is None else (Mark.KEY_ID, key_id)
    if not any(line.name == authority for line in office.lists.authorities()):
        raise CallRefused("ca.absent", texts.absent("認証局", "authority", authority, "ca list"))
    try:
        office.commit(CertificateRevoked(authority=authority, mark=mark, value=value))
    except CallRefused as refused:
        raise (CallRefused("ca.done", _DONE) if refused.code == "office.absent" else refused) from None


def _absent(refused: CallRefused, name: str) -> CallRefused:
    if refused.code != "office.absent":
        return refused
    return CallRefused("ca.absent", texts.absent("認証局", "active authority", name, "ca list"))


_NAME: Final = Text(
    ja="認証局の名前は英小文字で始まる英小文字・数字・ハイフンで指定してください。",
    en="An authority's name begins with a-z and is of a-z 0-9 -",
)
_KEY_JA: Final = "認証局の鍵には、通常の公開鍵（Ed25519、ECDSA、2048 ビット以上の RSA）を指定してください。"
_KEY_ID: Final = Text(
    ja=f"鍵 ID は 1～{KEY_ID_LETTERS_MAX} 文字で指定してください。",
    en=f"A key id has 1 to {KEY_ID_LETTERS_MAX} letters.",
)
_TAKEN: Final = Text(
    ja="この名前または鍵は登録済みです（失効したものも再登録できません）。「sekisho ca list」で確認してください。",
    en="This name or key is registered (a revoked one never comes back). Check with: sekisho ca list",
)
_DONE: Final = Text(ja="この証明書はすでに失効しています。", en="This certificate is revoked already.")
