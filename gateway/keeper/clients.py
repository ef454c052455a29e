"""The keeper as those who ask it see it: small typed faces over whatever `ipc.client.Asks`, in the shapes of the rooms' ports.

A face that fills a port which knows only faults turns a refusal into a GatewayFault; the others let CallRefused through,
because its words are for the person. Loads no key and no primitive: session processes import this.
"""

from collections.abc import Sequence
from typing import Literal, Protocol, TypeVar

from gateway.authentication.ports import Checked
from gateway.ipc.client import Asks
from gateway.ipc.messages import CallRefused
from gateway.keeper import requests as asked
from gateway.recording.content_key import WrapTo
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import LoginWay

T = TypeVar("T")
FACTOR_SECONDS = 30.0  # password hashes may queue


class PlainField(Protocol):
    """A value and its place."""

    @property
    def context(self) -> str:
        """`table.column:row`."""

    @property
    def value(self) -> str:
        """What is to be hidden."""


class SealedField(Protocol):
    """A sealed value and its place."""

    @property
    def context(self) -> str:
        """The place it was sealed for."""

    @property
    def sealed(self) -> bytes:
        """What `seal` gave."""


class HostKey:
    """The host keys. Raises CallRefused or GatewayFault."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def blobs(self) -> list[bytes]:
        """Public blobs of our host keys, the one in use first."""
        return self._keeper.call("hostkey.public", asked.Nothing(), list[bytes])

    def sign(self, data: bytes, algorithm: str, key: bytes | None = None) -> bytes:
        """The SSH signature blob of the key with this blob (None: the one in use) over an exchange hash or a prove body."""
        return self._keeper.call("hostkey.sign", asked.HostKeySign(data=data, algorithm=algorithm, key=key), bytes)

    def certificate(self, names: Sequence[str], key: bytes | None = None) -> bytes:
        """A host certificate line for targets' names."""
        return self._keeper.call("hostkey.certificate", asked.HostCertificate(names=list(names), key=key), bytes)

    def prepare(self) -> None:
        """Office: make the next key."""
        self._keeper.call("hostkey.prepare", asked.Nothing(), type(None))

    def switch(self) -> None:
        """Office: use the next key."""
        self._keeper.call("hostkey.switch", asked.Nothing(), type(None))

    def retire(self, fingerprint: str) -> None:
        """Office: destroy a key that is not in use."""
        self._keeper.call("hostkey.retire", asked.HostKeyRetire(fingerprint=fingerprint), type(None))


class Factors:
    """Fills authentication.ports.Factors, and serves the office with terminal None."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def password(self, username: str, terminal: str | None, password: Secret) -> Checked:
        """Judge a password (UTF-8)."""
        text = password.reveal().decode("utf-8")
        params = asked.PasswordVerify(username=username, terminal=terminal, password=text)
        return self._keeper.call("password.verify", params, Checked, timeout_seconds=FACTOR_SECONDS)

    def code(self, username: str, terminal: str | None, code: str) -> Checked:
        """Judge a one-time code; a right one binds the connection."""
        params = asked.CodeVerify(username=username, terminal=terminal, code=code)
        return self._keeper.call("code.verify", params, Checked, timeout_seconds=FACTOR_SECONDS)


class Web:
    """Sessions of the web office. Raises CallRefused (`web.*`) or GatewayFault."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def enter(self, ticket: bytes) -> asked.WebEntered:
        """Begin a session for whoever is bound here; `ticket` is the SHA-256 of a fresh one."""
        return self._keeper.call("web.enter", asked.WebEnter(ticket=ticket), asked.WebEntered)

    def resume(self, ticket: Secret) -> asked.WebResumed:
        """Bind this connection to whose session the ticket carries on."""
        params = asked.WebResume(ticket=ticket.reveal().decode("ascii"))
        return self._keeper.call("web.resume", params, asked.WebResumed)

    def again(self, code: Secret) -> asked.WebProved:
        """Judge a fresh one-time code."""
        params = asked.WebAgain(code=code.reveal().decode("utf-8"))
        return self._keeper.call("web.again", params, asked.WebProved, timeout_seconds=FACTOR_SECONDS)


class TargetLogin:
    """Fills relay.ports.TargetLogin and relay.postgres.target.ports.DatabaseLogin for one session."""

    def __init__(self, keeper: Asks, *, session: str, order: str, target: str, account: str) -> None:
        self._keeper = keeper
        self._names = {"session": session, "order": order, "target": target, "account": account}

    def certificate(self, public_key: bytes, terminal: Literal["pty", "none"] = "pty") -> bytes:
        """A certificate line of minutes for this Ed25519 blob."""
        params = asked.TargetCertificate(public_key=public_key, terminal=terminal, **self._names)
        return self._keeper.call("target.certificate", params, bytes)

    def x509(self, public_key: bytes) -> bytes:
        """A client certificate of minutes (DER) for this P-256 key (SubjectPublicKeyInfo, DER), for a database's role."""
        return self._keeper.call("target.x509", asked.TargetX509(public_key=public_key, **self._names), bytes)

    def vaulted_key(self) -> bytes:
        """The public blob of the target's vaulted key."""
        return self._keeper.call("target.key_public", asked.TargetAsked(**self._names), bytes)

    def sign(self, data: bytes) -> bytes:
        """A signature blob by the vaulted key, over this session's log-in."""
        return self._keeper.call("target.sign", asked.TargetSign(data=data, **self._names), bytes)

    def password(self) -> bytes:
        """The vaulted password."""
        return self._keeper.call("target.password", asked.TargetAsked(**self._names), bytes)


class Rotation:
    """Fills rotation.ports.Vault for the worker. Raises CallRefused or GatewayFault."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def prepare(self, target: str) -> bytes:
        """A fresh password for the target of this name, sealed."""
        return self._keeper.call("rotation.prepare", asked.RotationOf(target=target), bytes)

    def password(self, target: str, which: Literal["present", "next"]) -> Secret:
        """The present or the kept next password."""
        return Secret(self._keeper.call("rotation.password", asked.RotationPassword(target=target, which=which), bytes))

    def certificate(self, target: str, public_key: bytes) -> bytes:
        """A certificate line for the target's management account."""
        params = asked.RotationCertificate(target=target, public_key=public_key)
        return self._keeper.call("rotation.certificate", params, bytes)


class Notices:
    """Whom the worker writes to about a work order. Raises CallRefused or GatewayFault."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def addresses(self, order: str, about: Literal["asked", "decided"]) -> list[str]:
        """Mail addresses of those who could approve it now (`asked`), or of its engineer and requester (`decided`)."""
        return self._keeper.call("notice.addresses", asked.NoticeOf(order=order, about=about), list[str])


class SessionSigner:
    """Fills recording.ports.Signer for a session."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def wrap_to(self, recording: str, clients: Sequence[str]) -> WrapTo:
        """What to close the data key of one's own recording about these clients with. Raises GatewayFault."""
        params = asked.RecordingKey(recording=recording, clients=list(clients))
        found = or_fault(self._keeper, "recording.key", params, asked.WrapTo)
        return WrapTo(name=found.name, public=found.public)

    def sign(self, kind: Literal["header", "seal"], body: bytes) -> bytes:
        """The signature of one's own header or seal. Raises GatewayFault."""
        return or_fault(self._keeper, "recording.sign", asked.RecordingSign(kind=kind, body=body), bytes)


class RecoverySigner:
    """Fills recording.ports.Signer for the registrar, which seals what others left open and heads nothing."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def sign(self, kind: Literal["header", "seal"], body: bytes) -> bytes:
        """The signature of an interrupted or late seal. Raises GatewayFault, always for a header."""
        if kind != "seal":
            raise GatewayFault("recovery signs no headers")
        return or_fault(self._keeper, "recording.seal_interrupted", asked.RecordingSeal(body=body), bytes)


class RecordingKeys:
    """Fills recording.ports.KeyOpener for one stated purpose, which the asker has journalled."""

    def __init__(self, keeper: Asks, purpose: Literal["replay", "export", "watch"]) -> None:
        self._keeper = keeper
        self._purpose: Literal["replay", "export", "watch"] = purpose

    def open(self, recording: str, segment: int, wrapped: bytes) -> Secret:
        """The data key of a segment. Raises CallRefused (whoever asks lacks the role) or GatewayFault."""
        params = asked.RecordingOpen(recording=recording, segment=segment, wrapped=wrapped, purpose=self._purpose)
        return Secret(self._keeper.call("recording.open", params, bytes))


class Fields:
    """Fills storage.fields.FieldCipher."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def seal(self, fields: Sequence[PlainField]) -> list[bytes]:
        """Sealed values, in order. Raises GatewayFault."""
        items = [asked.PlainField(context=field.context, value=field.value) for field in fields]
        return or_fault(self._keeper, "fields.seal", asked.FieldsSeal(items=items), list[bytes])

    def open(self, fields: Sequence[SealedField]) -> list[str]:
        """The values, in order. Raises GatewayFault."""
        items = [asked.SealedField(context=field.context, sealed=field.sealed) for field in fields]
        return or_fault(self._keeper, "fields.open", asked.FieldsOpen(items=items), list[str])

    def digest(self, context: str, value: str) -> bytes:
        """A keyed digest. Raises GatewayFault."""
        items = [asked.PlainField(context=context, value=value)]
        return or_fault(self._keeper, "fields.digest", asked.FieldsSeal(items=items), list[bytes])[0]


class CanaryDigests:
    """Digests of a canary person's values."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def digest(self, canary: str, client: str, messages: Sequence[bytes]) -> list[bytes]:
        """In order. Raises CallRefused or GatewayFault."""
        items = [asked.DisclosureMessage(client=client, message=message) for message in messages]
        return self._keeper.call("canary.digest", asked.CanaryDigest(canary=canary, items=items), list[bytes])


class Checkpoints:
    """Fills audit.ports.CheckpointSigner."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def signed_size(self) -> int:
        """Size of the tree signed last. Raises GatewayFault."""
        return or_fault(self._keeper, "checkpoint.last", asked.Nothing(), asked.SignedTree).size

    def sign(self, note: bytes, old_size: int, proof: Sequence[bytes]) -> bytes:
        """The signature of an unsigned checkpoint. Raises GatewayFault."""
        params = asked.CheckpointSign(note=note, old_size=old_size, proof=list(proof))
        return or_fault(self._keeper, "checkpoint.sign", params, bytes)


class Office:
    """What only the office asks. Raises CallRefused or GatewayFault."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def demo(self) -> bytes:
        """The demo operator's assertion."""
        return self._keeper.call("demo.bind", asked.Nothing(), bytes)

    def seal_credential(self, person: str, password: Secret | None, totp: Secret | None) -> asked.SealedCredential:
        """A person's factors, sealed for the row `person`; `totp` is base32."""
        params = asked.CredentialSeal(
            person=person,
            password=None if password is None else password.reveal().decode("utf-8"),
            totp_secret=None if totp is None else totp.reveal().decode("ascii"),
        )
        answer = asked.SealedCredential
        return self._keeper.call("credential.seal", params, answer, timeout_seconds=FACTOR_SECONDS)

    def permit_catalogue(self, target: str, account: str) -> None:
        """Let the worker log in once, to read a schema."""
        self._keeper.call("catalogue.permit", asked.CatalogueOf(target=target, account=account), type(None))

    def seal_target_secret(self, target: str, kind: LoginWay, value: Secret) -> bytes:
        """A vaulted key or password, sealed for the target of this name."""
        params = asked.TargetSecretSeal(target=target, kind=kind, value=value.reveal())
        return self._keeper.call("target_secret.seal", params, bytes)


def or_fault(keeper: Asks, name: str, params: asked.Asked, result: type[T]) -> T:
    """The answer to a call that nobody may refuse. Raises GatewayFault."""
    try:
        return keeper.call(name, params, result)
    except CallRefused as refused:
        raise GatewayFault(f"{name}: the keeper refused: {refused}", refused.text) from None
