"""What may be asked of the keeper, and the shapes of its answers. Imports little: every process that asks loads this.

Sizes are bounds: longer is a violation before any handler sees it. No parameter shows itself in `repr`.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from gateway.authentication.ports import Checked
from gateway.ipc.messages import Params
from gateway.vocabulary.target import LoginWay

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
Context = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern="^[!-~]+$")]
FieldText = Annotated[str, msgspec.Meta(max_length=65_536)]
Blob = Annotated[bytes, msgspec.Meta(max_length=131_072)]


class Asked(Params, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every request: its parameters may be secrets, so `repr` is the type's name."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(hidden)"

    def __rich_repr__(self) -> tuple[()]:  # type: ignore[override]  # msgspec's own would list the fields
        return ()


class Nothing(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For requests that take nothing."""


class HostKeySign(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`data`: an SSH exchange hash, or a hostkeys-prove-00@openssh.com body. Answer: the SSH signature blob.

    `key`: the blob of one of our host keys; None is the current one.
    """

    data: Annotated[bytes, msgspec.Meta(max_length=1024)]
    algorithm: Name
    key: Annotated[bytes, msgspec.Meta(max_length=1024)] | None = None


class HostCertificate(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`names`: names of targets. Answer: the line of a host certificate for our own host key `key`, None being the current."""

    names: Annotated[list[Name], msgspec.Meta(min_length=1, max_length=256)]
    key: Annotated[bytes, msgspec.Meta(max_length=1024)] | None = None


class HostKeyRetire(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`fingerprint`: of a host key that is not in use, as `ssh-keygen -l` prints it."""

    fingerprint: Name


class PasswordVerify(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answer: authentication.ports.Checked. `terminal` is the proved terminal's id, None at the office door."""

    username: Name
    terminal: Name | None
    password: Annotated[str, msgspec.Meta(max_length=1024)]


class CodeVerify(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answer: authentication.ports.Checked, with a signed assertion when the connection is now bound."""

    username: Name
    terminal: Name | None
    code: Annotated[str, msgspec.Meta(max_length=16)]


class WebEnter(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`ticket`: SHA-256 of a fresh ticket. Answer: WebEntered."""

    ticket: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


class WebResume(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`ticket` as the browser shows it: 32 bytes in base64url. Answer: WebResumed."""

    ticket: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_-]{43}$")]


class WebAgain(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fresh one-time code of whoever the session is. Answer: WebProved."""

    code: Annotated[str, msgspec.Meta(max_length=16)]


class TargetAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For `target.key_public` (answer: blob) and `target.password` (answer: bytes). `target` is its name."""

    session: Name
    order: Name
    target: Name
    account: Name


class TargetCertificate(TargetAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`public_key`: a fresh Ed25519 blob. `terminal`: whether the target may allocate a pty. Answer: certificate line."""

    public_key: Annotated[bytes, msgspec.Meta(max_length=1024)]
    terminal: Literal["pty", "none"] = "pty"


class TargetX509(TargetAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`public_key`: a fresh P-256 key (SubjectPublicKeyInfo, DER). Answer: a client certificate (DER) for the role `account`."""

    public_key: Annotated[bytes, msgspec.Meta(max_length=128)]


class TargetSign(TargetAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`data`: what RFC 4252 §7 has the client sign; it names the algorithm. Answer: the SSH signature blob."""

    data: Annotated[bytes, msgspec.Meta(max_length=16_384)]


class DoorCertificate(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`public_key`: a fresh P-256 key (SubjectPublicKeyInfo, DER). Answer: PEM of the database door's server certificate."""

    public_key: Annotated[bytes, msgspec.Meta(max_length=128)]


class GrantTake(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was answered at the database door. Answer: authentication.ports.Granted, or nothing where there is no grant."""

    username: Name
    terminal: Name
    target: Name
    password: Annotated[str, msgspec.Meta(max_length=1024)]
    code: Annotated[str, msgspec.Meta(max_length=16)]


class GrantsForget(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answer: how many grants of this person there were."""

    person: Name


class RecordingKey(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to wrap the data key of a recording about these clients to. Answer: name and public half of a pair."""

    recording: Name
    clients: Annotated[list[Annotated[str, msgspec.Meta(max_length=1024)]], msgspec.Meta(max_length=4096)]


class WrapTo(msgspec.Struct, frozen=True, kw_only=True):
    """The pair's name (16 bytes) and public half (32 bytes)."""

    name: bytes
    public: bytes


class RecordingSign(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`body`: a statement of gateway.recording. Answer: 64-byte signature of `tagged("recording.KIND", body)`."""

    kind: Literal["header", "seal"]
    body: Annotated[bytes, msgspec.Meta(max_length=65_536)]


class RecordingSeal(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`body`: a seal that says interrupted or late. Answer: 64-byte signature."""

    body: Annotated[bytes, msgspec.Meta(max_length=65_536)]


class RecordingOpen(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answer: the 32-byte data key of one segment. The asker journals `purpose` before he shows anything."""

    recording: Name
    segment: Annotated[int, msgspec.Meta(ge=0, lt=65_536)]
    wrapped: Annotated[bytes, msgspec.Meta(max_length=1024)]
    purpose: Literal["replay", "export", "watch"]


class PlainField(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value and the place it belongs to (`table/column/row id`)."""

    context: Context
    value: FieldText


class SealedField(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sealed value and the place it was sealed for."""

    context: Context
    sealed: Blob


class FieldsSeal(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For `fields.seal` (answer: sealed values in order) and `fields.digest` (answer: 32-byte keyed digests in order)."""

    items: Annotated[list[PlainField], msgspec.Meta(max_length=10_000)]


class DisclosureMessage(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands for one person of a client's (gateway/disclosure/digests)."""

    client: Annotated[str, msgspec.Meta(max_length=64)]
    message: Annotated[bytes, msgspec.Meta(min_length=1, max_length=4096)]


class DisclosureDigest(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answer: 32-byte digests in order, each under the key of its client."""

    items: Annotated[list[DisclosureMessage], msgspec.Meta(max_length=1024)]


class CanaryDigest(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands for the values of one canary person (id), of one client's. Answer: 32-byte digests in order."""

    canary: Name
    items: Annotated[list[DisclosureMessage], msgspec.Meta(min_length=1, max_length=64)]


class InquiryDigest(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands for the people an inquiry (id) asks about. Answer: 32-byte digests in order, each under its client's key."""

    inquiry: Name
    items: Annotated[list[DisclosureMessage], msgspec.Meta(min_length=1, max_length=1024)]


class FieldsOpen(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answer: the values in order."""

    items: Annotated[list[SealedField], msgspec.Meta(max_length=10_000)]


class CredentialSeal(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`person` is the row's id; `totp_secret` base32 of at least 128 bits. Answer: SealedCredential."""

    person: Name
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=1024)] | None
    totp_secret: Annotated[str, msgspec.Meta(max_length=256)] | None


class RotationOf(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For `rotation.prepare`. `target` is its name. Answer: a fresh password, sealed."""

    target: Name


class RotationPassword(RotationOf, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answer: the password (bytes), only while a next one is kept in the database."""

    which: Literal["present", "next"]


class NoticeOf(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to write to about a work order: who could approve it now, or whose it is. Answer: list of mail addresses."""

    order: Annotated[str, msgspec.Meta(max_length=64)]
    about: Literal["asked", "decided"]


class RotationCertificate(RotationOf, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`public_key`: a fresh Ed25519 blob. Answer: a certificate line for the target's management account."""

    public_key: Annotated[bytes, msgspec.Meta(max_length=1024)]


class CatalogueOf(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For `catalogue.permit` (answer: nothing) and `catalogue.password` (answer: bytes, once). `target` is its name."""

    target: Name
    account: Name


class CatalogueCertificate(CatalogueOf, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`public_key`: a fresh P-256 key (SubjectPublicKeyInfo, DER). Answer: a client certificate (DER), once."""

    public_key: Annotated[bytes, msgspec.Meta(max_length=128)]


class TargetSecretSeal(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`target` is its name, `kind` a vaulted way. Answer: the sealed value."""

    target: Name
    kind: LoginWay
    value: Annotated[bytes, msgspec.Meta(min_length=1, max_length=32_768)]


class CheckpointSign(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`note`: unsigned C2SP checkpoint; `proof`: consistency from `old_size`, the size last signed. Answer: signature."""

    note: Annotated[bytes, msgspec.Meta(max_length=4096)]
    old_size: Annotated[int, msgspec.Meta(ge=0)]
    proof: Annotated[list[Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]], msgspec.Meta(max_length=128)]


class SealedCredential(msgspec.Struct, frozen=True, kw_only=True):
    """Sealed factors of a person; None where none was given."""

    password: bytes | None
    totp: bytes | None


class SignedTree(msgspec.Struct, frozen=True, kw_only=True):
    """The journal tree the keeper signed last; size 0 before the first."""

    size: int
    root: bytes


class WebEntered(msgspec.Struct, frozen=True, kw_only=True):
    """A session of the web office that the registrar may store: the signed pass, and an assertion that names it."""

    signed_pass: bytes
    assertion: bytes


class WebResumed(msgspec.Struct, frozen=True, kw_only=True):
    """The connection is bound. `seen_*` is the request the registrar knows of last, `ends_at` the absolute limit."""

    assertion: bytes
    seen_at: datetime
    seen_address: str
    ends_at: datetime


class WebProved(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a fresh factor; with an assertion in `checked` comes the renewed pass for the registrar to store."""

    checked: Checked
    signed_pass: bytes | None = None
