"""THE table: every request there is, who may ask it, and in which state of his connection. What is not here is a violation.

Roles that are no person's (gateway, registrar) never leave UNBOUND. Finer conditions (whose order, whose recording) are
judged by the handlers; a row only opens the door to them.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gateway.ipc.server import Peer, Request, Violation
from gateway.keeper import factor_requests as proofs
from gateway.keeper import requests as asked
from gateway.keeper.service import Keeper
from gateway.keeper.standing import Door, Standing, State, standing_of

Handler = Callable[[Standing, Any], Any | Awaitable[Any]]
States = frozenset[State]

ALWAYS: Final[States] = frozenset(State)
BOUND: Final[States] = frozenset({State.BOUND})
NOT_YET: Final[States] = frozenset({State.UNBOUND, State.PASSWORD_OK})
PASSWORD_OK: Final[States] = frozenset({State.PASSWORD_OK})
UNBOUND: Final[States] = frozenset({State.UNBOUND})
SESSION, OFFICE, REGISTRAR, GATEWAY, WORKER = Door.SESSION, Door.OFFICE, Door.REGISTRAR, Door.GATEWAY, Door.WORKER
MONITOR = Door.MONITOR


@dataclass(frozen=True, slots=True)
class Row:
    """One request: its name, its parameters, who may ask when, and which part of the keeper answers."""

    name: str
    params: type[asked.Asked]
    who: Mapping[Door, States]
    answers: Callable[[Keeper], Handler]


TABLE: Final = (
    Row("hostkey.public", asked.Nothing, {SESSION: ALWAYS, GATEWAY: ALWAYS}, lambda k: k.host_keys.public),
    Row("hostkey.sign", asked.HostKeySign, {SESSION: ALWAYS}, lambda k: k.host_keys.sign),
    Row(
        "hostkey.certificate",
        asked.HostCertificate,
        {SESSION: BOUND, GATEWAY: ALWAYS},
        lambda k: k.host_keys.certificate,
    ),
    Row("hostkey.prepare", asked.Nothing, {OFFICE: BOUND}, lambda k: k.host_rotation.prepare),
    Row("hostkey.switch", asked.Nothing, {OFFICE: BOUND}, lambda k: k.host_rotation.switch),
    Row("hostkey.retire", asked.HostKeyRetire, {OFFICE: BOUND}, lambda k: k.host_rotation.retire),
    Row("door.certificate", asked.DoorCertificate, {SESSION: UNBOUND}, lambda k: k.door.certificate),
    Row("grant.take", asked.GrantTake, {SESSION: UNBOUND}, lambda k: k.grants.take),
    Row("grant.make", asked.TargetAsked, {SESSION: BOUND}, lambda k: k.grants.make),
    Row("grant.forget", asked.GrantsForget, {REGISTRAR: ALWAYS}, lambda k: k.grants.forget),
    Row("password.verify", asked.PasswordVerify, {SESSION: NOT_YET, OFFICE: NOT_YET}, lambda k: k.factors.password),
    Row("code.verify", asked.CodeVerify, {SESSION: NOT_YET, OFFICE: PASSWORD_OK}, lambda k: k.factors.code),
    Row("recovery.verify", proofs.RecoveryVerify, {OFFICE: PASSWORD_OK}, lambda k: k.recovery.verify),
    Row("passkey.challenge", proofs.PasskeyChallenge, {OFFICE: UNBOUND | BOUND}, lambda k: k.passkeys.challenge),
    Row("passkey.verify", proofs.PasskeyShown, {OFFICE: UNBOUND}, lambda k: k.passkeys.verify),
    Row("passkey.again", proofs.PasskeyShown, {OFFICE: BOUND}, lambda k: k.passkeys.again),
    Row("passkey.register", proofs.PasskeyShown, {OFFICE: BOUND}, lambda k: k.passkeys.register),
    Row("enrol.begin", proofs.EnrolBegin, {OFFICE: UNBOUND}, lambda k: k.enrolment.begin),
    Row("enrol.finish", proofs.EnrolFinish, {OFFICE: UNBOUND}, lambda k: k.enrolment.finish),
    Row("own.password", proofs.OwnPassword, {OFFICE: BOUND}, lambda k: k.own.password),
    Row("own.code_begin", proofs.OwnCodeBegin, {OFFICE: BOUND}, lambda k: k.own.code_begin),
    Row("own.code", proofs.OwnCode, {OFFICE: BOUND}, lambda k: k.own.code),
    Row("own.recovery", asked.Nothing, {OFFICE: BOUND}, lambda k: k.own.recovery),
    Row("demo.bind", asked.Nothing, {OFFICE: UNBOUND}, lambda k: k.binding.demo),
    Row("web.enter", asked.WebEnter, {OFFICE: BOUND}, lambda k: k.web.enter),
    Row("web.resume", asked.WebResume, {OFFICE: UNBOUND}, lambda k: k.web.resume),
    Row("web.again", asked.WebAgain, {OFFICE: BOUND}, lambda k: k.web.again),
    Row("target.certificate", asked.TargetCertificate, {SESSION: BOUND}, lambda k: k.targets.certificate),
    Row("target.x509", asked.TargetX509, {SESSION: BOUND}, lambda k: k.targets.x509),
    Row("target.key_public", asked.TargetAsked, {SESSION: BOUND}, lambda k: k.targets.key_public),
    Row("target.sign", asked.TargetSign, {SESSION: BOUND}, lambda k: k.targets.sign),
    Row("target.password", asked.TargetAsked, {SESSION: BOUND}, lambda k: k.targets.password),
    Row("rotation.prepare", asked.RotationOf, {WORKER: ALWAYS}, lambda k: k.rotation.prepare),
    Row("rotation.password", asked.RotationPassword, {WORKER: ALWAYS}, lambda k: k.rotation.password),
    Row("rotation.certificate", asked.RotationCertificate, {WORKER: ALWAYS}, lambda k: k.rotation.certificate),
    Row("catalogue.permit", asked.CatalogueOf, {OFFICE: BOUND}, lambda k: k.catalogue.permit),
    Row("catalogue.password", asked.CatalogueOf, {WORKER: ALWAYS}, lambda k: k.catalogue.password),
    Row("catalogue.certificate", asked.CatalogueCertificate, {WORKER: ALWAYS}, lambda k: k.catalogue.certificate),
    Row("notice.addresses", asked.NoticeOf, {WORKER: ALWAYS}, lambda k: k.notices.addresses),
    Row("recording.key", asked.RecordingKey, {SESSION: BOUND}, lambda k: k.recordings.key),
    Row("recording.sign", asked.RecordingSign, {SESSION: BOUND}, lambda k: k.recordings.sign),
    Row(
        "recording.seal_interrupted",
        asked.RecordingSeal,
        {REGISTRAR: ALWAYS},
        lambda k: k.recordings.seal_interrupted,
    ),
    Row("recording.open", asked.RecordingOpen, {OFFICE: BOUND}, lambda k: k.recordings.open),
    Row("fields.seal", asked.FieldsSeal, {OFFICE: ALWAYS, REGISTRAR: ALWAYS}, lambda k: k.fields.seal),
    Row("fields.open", asked.FieldsOpen, {OFFICE: BOUND, REGISTRAR: ALWAYS}, lambda k: k.fields.open),
    Row("fields.digest", asked.FieldsSeal, {OFFICE: ALWAYS, REGISTRAR: ALWAYS}, lambda k: k.fields.digest),
    Row("disclosure.digest", asked.DisclosureDigest, {SESSION: BOUND}, lambda k: k.disclosures.digest),
    Row("canary.digest", asked.CanaryDigest, {OFFICE: BOUND}, lambda k: k.canaries.digest),
    Row("inquiry.digest", asked.InquiryDigest, {OFFICE: BOUND}, lambda k: k.inquiries.digest),
    Row("credential.seal", asked.CredentialSeal, {OFFICE: UNBOUND | BOUND}, lambda k: k.sealing.credential),
    Row("target_secret.seal", asked.TargetSecretSeal, {OFFICE: BOUND}, lambda k: k.sealing.target_secret),
    Row("checkpoint.last", asked.Nothing, {REGISTRAR: ALWAYS}, lambda k: k.checkpoints.last),
    Row("checkpoint.sign", asked.CheckpointSign, {REGISTRAR: ALWAYS}, lambda k: k.checkpoints.sign),
    Row("keeper.ready", asked.Nothing, {MONITOR: ALWAYS}, lambda k: k.readiness.ready),
)


def requests(keeper: Keeper) -> list[Request]:
    """The table as `ipc.server` serves it."""
    return [
        Request(name=row.name, params=row.params, roles=frozenset(map(str, row.who)), handler=_handler(row, keeper))
        for row in TABLE
    ]


def _handler(row: Row, keeper: Keeper) -> Callable[[Peer, Any], Any | Awaitable[Any]]:
    answer = row.answers(keeper)

    def handle(peer: Peer, params: Any) -> Any | Awaitable[Any]:
        standing = standing_of(peer)
        if standing.state not in row.who.get(standing.door, frozenset()):
            raise Violation(f"asked while {standing.state.value}")
        return answer(standing, params)

    return handle
