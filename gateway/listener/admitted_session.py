"""What both doors do around an admitted session: who it is about, its time, why it ended, and its recording's seal."""

import logging
from collections.abc import Callable

from gateway.authorization.obligations import EndsAt
from gateway.recording.recorder import Recorder
from gateway.relay.names import Names
from gateway.sessions import texts
from gateway.sessions.admit import Admissions, Admitted
from gateway.sessions.ending import Ender, Ending, EndReason, ending_of
from gateway.sessions.events import RecordingNearlyFull, SessionWarned
from gateway.sessions.live import Deadline
from gateway.sessions.session import RecordingSummary
from gateway.vocabulary.outcome import GatewayFault, Text

log = logging.getLogger(__name__)
NEARLY_PERCENT = 80


def names_of(admissions: Admissions, admitted: Admitted) -> Names:
    """The index fields of what happens between a person and a target in this session."""
    return Names(
        person=admissions.proved.person_id,
        session=admitted.session,
        terminal=admissions.proved.terminal_id,
        target=admitted.permit.target.name,
        order=admitted.permit.order.id,
    )


def deadline_of(admissions: Admissions, admitted: Admitted, ender: Ender, tell: Callable[[Text], None]) -> Deadline:
    """Runs from now on: `tell`s the person once, after the journal, that little time is left, and ends the session on time."""
    ends = next(duty for duty in admitted.permit.obligations if isinstance(duty, EndsAt))

    def warn(seconds: int) -> None:
        warned = SessionWarned(person=admissions.proved.person_id, session=admitted.session, remaining_seconds=seconds)
        admissions.registry.append([warned])
        tell(texts.ends_soon(seconds))

    return Deadline(warn_at=ends.warn_at, ends_at=ends.at, clock=admissions.clock, on_warn=warn, on_end=ender.end)


def bound_recording(admissions: Admissions, admitted: Admitted, ender: Ender, tell: Callable[[Text], None]) -> None:
    """From now on: `tell`s the person once, after the journal, that the recording is nearly full; ends the session when it is."""
    quota = admitted.recorder.quota_bytes
    if quota is None:
        return

    def warn() -> None:
        warned = RecordingNearlyFull(person=admissions.proved.person_id, session=admitted.session, quota_bytes=quota)
        admissions.registry.append([warned])
        tell(texts.recording_nearly_full(NEARLY_PERCENT))

    full = Ending(reason=EndReason.RECORDING_FULL, text=texts.RECORDING_FULL)
    admitted.recorder.on_size(quota * NEARLY_PERCENT // 100, warn)
    admitted.recorder.on_size(quota, lambda: ender.end(full))


def why_of(admitted: Admitted, failure: Exception, *, client_gone: bool) -> Ending:
    """What a failure makes of the session; a recorder that has failed is the reason of all others."""
    if admitted.recorder.failed:
        return Ending(reason=EndReason.NOT_RECORDED, text=texts.NOT_RECORDED, detail=str(failure)[:500])
    return ending_of(failure, client_gone=client_gone)


def sealed(recorder: Recorder, session: str, ending: Ending, exit_status: int | None = None) -> RecordingSummary | None:
    """The recording's end; None leaves the seal to the registrar's recovery."""
    try:
        if exit_status is not None:
            recorder.exited(exit_status)
        seal = recorder.seal(ending.reason.value)
    except GatewayFault as fault:
        log.warning("the recording of %s is left to recovery: %s", session, fault)
        return None
    return RecordingSummary(
        recording=seal.recording,
        chunks=seal.chunks,
        stored_bytes=seal.stored_bytes,
        final_hash=seal.final_hash,
        last_at=seal.last_at,
    )
