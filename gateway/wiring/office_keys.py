"""Keys of people and terminals: one key, one owner, for ever (R-18). Whose a key is already is said by name."""

from dataclasses import dataclass
from typing import Final

from gateway.authentication.ports import KeyKind
from gateway.authorization.roles import Permission
from gateway.crypto import openssh, user_key
from gateway.crypto.digest import fingerprint
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import KeyAdded, KeyRevoked, NewKey
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_objections import require_reason
from gateway.wiring.office_reading import PersonLine
from gateway.wiring.office_unfit import FieldsRefused, Objected

PASTED_LETTERS_MAX: Final = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A key to register: OpenSSH blob and a comment that names nobody."""

    blob: bytes
    comment: str


def add_key(office: Office, username: str, key: PublicKey) -> str:
    """A further key of a person; its fingerprint. Raises CallRefused, naming whose it is already."""
    office.require_register(Permission.PEOPLE_MANAGE, username)
    line = account(office, username)
    try:
        office.commit(KeyAdded(person=line.id, key=new_key(key)))
    except CallRefused as refused:
        raise key_taken(office, refused, (key,)) from None
    return fingerprint(key.blob)


def revoke_key(office: Office, found: str, *, reason: str | None = None) -> None:
    """A key that is good no more. Raises CallRefused or GatewayFault."""
    office.require_register(Permission.PEOPLE_MANAGE, found)
    require_reason(reason)
    office.commit(KeyRevoked(fingerprint=found, reason=reason))


def account(office: Office, username: str) -> PersonLine:
    """The account of this user name. Raises CallRefused where there is none."""
    line = office.lists.person_named(username)
    if line is None:
        raise CallRefused("person.absent", texts.NO_SUCH_PERSON)
    return line


def read_key(line: str, comment: str) -> PublicKey:
    """The key of a line `TYPE BASE64 [comment]`, a plain one or a security key's. Raises ValueError.

    The line's own comment may name a person, so it goes.
    """
    return PublicKey(blob=user_key.blob_of(line), comment=comment)


def pasted_key(text: str, comment: str) -> PublicKey:
    """The one public key in a pasted line. Raises FieldsRefused (`key`), in words for a private key too."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    if "PRIVATE KEY" in text:
        raise FieldsRefused([Objected(field="key", code="key.unfit", text=_PRIVATE)])
    try:
        if len(lines) != 1 or len(text) > PASTED_LETTERS_MAX:
            raise ValueError("one line is wanted")
        return read_key(lines[0], comment)
    except ValueError:
        raise FieldsRefused([Objected(field="key", code="key.unfit", text=_UNREADABLE)]) from None


def read_plain_key(line: str, comment: str) -> PublicKey:
    """As `read_key`, for a host or an authority: no security key. Raises ValueError."""
    return PublicKey(blob=openssh.blob_of(line), comment=comment)


def key_taken(office: Office, refused: CallRefused, keys: tuple[PublicKey, ...]) -> CallRefused:
    """`refused`, in words that name whose key it is, if that is why."""
    if refused.code != "office.exists":
        return refused
    for wanted in (fingerprint(key.blob) for key in keys):
        holder = office.lists.key_holder(wanted)
        if holder is not None:
            return FieldsRefused([Objected(field="key", code="key.taken", text=_taken(wanted, _owner(*holder)))])
    return refused


def _owner(kind: KeyKind, name: str) -> Text:
    if kind is KeyKind.PERSON:
        return Text(ja=f"利用者 {name}", en=f"person {name}")
    return Text(ja=f"端末 {name}", en=f"terminal {ascii(name)[1:-1]}")


def _taken(found: str, owner: Text) -> Text:
    return Text(
        ja=f"鍵 {found} は、{owner.ja} のものとして登録済みです（失効した鍵も使えません）。別の鍵を作成してください。",
        en=f"The key {found} is registered for the {owner.en} (a revoked key never comes back). Make another key.",
    )


def new_key(key: PublicKey) -> NewKey:
    """The key as a change carries it."""
    return NewKey(fingerprint=fingerprint(key.blob), blob=key.blob, comment=key.comment)


_PRIVATE: Final = Text(
    ja="秘密鍵が貼り付けられています。登録するのは公開鍵（.pub ファイルの 1 行）です。"
    "この秘密鍵は他人の目に触れたものとして破棄し、作り直してください。",
    en="This is a private key. What is registered is the public key (the one line of the .pub file). "
    "Treat that key as seen by others and make a new one.",
)
_UNREADABLE: Final = Text(
    ja="OpenSSH の公開鍵ではありません。「ssh-ed25519 AAAA…」や「sk-ssh-ed25519@openssh.com AAAA…」で始まる 1 行を"
    "そのまま貼り付けてください（RSA は 2048 ビット以上）。",
    en="This is no OpenSSH public key. Paste the one line that begins with ssh-ed25519 AAAA... or sk-ssh-ed25519@openssh.com "
    "AAAA... (RSA from 2048 bits).",
)
