"""Keys of people and terminals: one key, one owner, for ever (R-18). Whose a key is already is said by name."""

from collections.abc import Iterator
from dataclasses import dataclass

from gateway.authorization.roles import Permission
from gateway.crypto import openssh, user_key
from gateway.crypto.digest import fingerprint
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import KeyAdded, KeyRevoked, NewKey
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_reading import PersonLine


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


def revoke_key(office: Office, found: str) -> None:
    """A key that is good no more. Raises CallRefused or GatewayFault."""
    office.require_register(Permission.PEOPLE_MANAGE, found)
    office.commit(KeyRevoked(fingerprint=found))


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


def read_plain_key(line: str, comment: str) -> PublicKey:
    """As `read_key`, for a host or an authority: no security key. Raises ValueError."""
    return PublicKey(blob=openssh.blob_of(line), comment=comment)


def key_taken(office: Office, refused: CallRefused, keys: tuple[PublicKey, ...]) -> CallRefused:
    """`refused`, in words that name whose key it is, if that is why."""
    if refused.code != "office.exists":
        return refused
    wanted = {fingerprint(key.blob) for key in keys}
    for owner, name in _owners(office):
        for found in office.lists.keys_of(owner):
            if found.fingerprint in wanted:
                return CallRefused("key.taken", _taken(found.fingerprint, name))
    return refused


def _owners(office: Office) -> Iterator[tuple[str, Text]]:
    for line in office.lists.people():
        yield line.id, Text(ja=f"利用者 {line.username}", en=f"person {line.username}")
    for terminal in office.lists.terminals():
        yield terminal.id, Text(ja=f"端末 {terminal.name}", en=f"terminal {ascii(terminal.name)[1:-1]}")


def _taken(found: str, owner: Text) -> Text:
    return Text(
        ja=f"鍵 {found} は{owner.ja}のものとして登録済みです（失効した鍵も使えません）。別の鍵を作成してください。",
        en=f"The key {found} is registered for the {owner.en} (a revoked key never comes back). Make another key.",
    )


def new_key(key: PublicKey) -> NewKey:
    """The key as a change carries it."""
    return NewKey(fingerprint=fingerprint(key.blob), blob=key.blob, comment=key.comment)
