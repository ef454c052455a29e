"""Recordings: verified before a replay is offered, the purpose journalled before the first frame, frames given once (R-37..R-40).

Whoever may see the list does not see the content: replay is an auditor's, after a fresh factor, one recording and one purpose
at a time. The keeper refuses everybody else whatever a page here says.
"""

import json
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, stream_with_context, url_for

from admin_ui.errors import status_of
from admin_ui.headers import allow_wasm
from admin_ui.language import _, said
from admin_ui.paging import Paged, Wanted
from admin_ui.recordings.forms import PurposeForm
from admin_ui.sessions import filters
from admin_ui.visit import office
from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Fault, Text
from gateway.wiring import office_replay, office_sessions
from gateway.wiring.office_filling import spelled
from gateway.wiring.office_history import history
from gateway.wiring.office_reading import RecordingFilter, RecordingState

blueprint = Blueprint("recordings", __name__, url_prefix="/recordings")
CAST = "application/x-asciicast; charset=utf-8"


@blueprint.get("")
def index() -> str:
    """The list, filtered."""
    here, wanted = office(), Wanted.of(request.args)
    asked = RecordingFilter(**filters.fields_of(here, request.args, wanted), state=_state(request.args.get("state")))
    lines = here.lists.recordings(asked)
    total = here.lists.recordings_counted(replace(asked, limit=1, offset=0))
    return render_template(
        "recordings/index.html",
        page=Paged(items=lines, wanted=wanted, total=total),
        choices=filters.choices(here, _("すべて")),
        names=office_sessions.names(here, [line.person for line in lines]),
        clients=filters.clients_named(here),
        purposes=here.policy.purposes.names,
    )


@blueprint.get("/<recording>")
def show(recording: str) -> str:
    """Facts and verdict of one recording; whoever may replay it is asked why."""
    return _shown(recording, PurposeForm())


@blueprint.post("/<recording>/plays")
def permit(recording: str) -> Response:
    """Journal who looks and why; then the page of the replay, once."""
    form = PurposeForm()
    if not form.validate():
        return make_response(_shown(recording, form), 422)
    try:
        play = office_replay.permit(office(), recording, form.purpose.data)
    except CallRefused as refused:
        if refused.code.endswith(".absent") or refused.code in ("role.missing", "fresh.needed"):
            raise
        status = 422 if refused.code == "purpose.unfit" else status_of(refused)
        return make_response(_shown(recording, form, refused=refused.text), status)
    return redirect(url_for("recordings.replay", recording=recording, play=play), 303)  # type: ignore[return-value]


@blueprint.get("/<recording>/plays/<play>")
def replay(recording: str, play: str) -> str:
    """The page with the player; the only one on which WebAssembly may run."""
    here = office()
    permitted = office_replay.play_of(here, recording, play)
    line = office_replay.listed(here, recording)
    allow_wasm()
    who = here.require_person()
    return render_template(
        "recordings/replay.html",
        line=line,
        play=permitted,
        may_begin=office_replay.may_begin(here, permitted),
        viewer=office_sessions.names(here, [who.person]).get(who.person, who.username),
        names=office_sessions.names(here, [line.person]),
        marks=[{"at": mark.at, "label": said(mark.label)} for mark in office_replay.marks(here, line)],
        clients=filters.clients_named(here),
        purposes=here.policy.purposes.names,
        now=here.clock.now(),
    )


@blueprint.post("/<recording>/plays/<play>/frames")
def frames(recording: str, play: str) -> Response:
    """The recording, decrypted for this one viewing: asciicast v3, line by line."""
    try:
        opened = office_replay.begin(office(), recording, play)
    except CallRefused as refused:
        return _told(refused.text, status_of(refused))
    except Fault as fault:
        return _told(fault.text or _BROKEN, 503)
    return Response(stream_with_context(opened.pieces()), content_type=CAST)


@blueprint.post("/<recording>/plays/<play>/hits")
def search(recording: str, play: str) -> Response:
    """Where a text was shown or typed."""
    try:
        hits = office_replay.search(office(), recording, play, request.form.get("text", ""))
    except CallRefused as refused:
        return _told(refused.text, 422 if refused.code == "search.unfit" else status_of(refused))
    found = [{"at": hit.at_us / 1_000_000, "code": hit.code.value, "context": spelled(hit.context)} for hit in hits]
    return _json({"hits": found, "most": office_replay.HITS_MAX}, 200)


def _shown(recording: str, form: PurposeForm, refused: Text | None = None) -> str:
    here = office()
    found = office_replay.shown(here, recording)
    lines = history(here, session=found.line.session, limit=500)
    return render_template(
        "recordings/show.html",
        found=found,
        line=found.line,
        header=found.judged.verdict.header if not found.judged.verdict.findings else None,
        form_=form,
        refused=refused,
        may_replay=here.policy.roles.permits(here.require_person().roles, Permission.RECORDING_REPLAY),
        viewings=[each for each in lines if each.kind in ("recording.viewed", "recording.exported")],
        names=office_sessions.names(here, [found.line.person, *_approvers(found)]),
        clients=filters.clients_named(here),
        purposes=here.policy.purposes.names,
    )


def _approvers(found: office_replay.Shown) -> tuple[str, ...]:
    header = found.judged.verdict.header
    return () if header is None else header.approvers


def _state(word: str | None) -> RecordingState | None:
    try:
        return RecordingState(word or "")
    except ValueError:
        return None


def _told(text: Text, status: int) -> Response:
    return _json({"says": said(text)}, status)


def _json(value: dict[str, Any], status: int) -> Response:
    response = make_response(json.dumps(value, ensure_ascii=False), status)
    response.content_type = "application/json; charset=utf-8"
    return response


_BROKEN = Text(
    ja="操作記録を開けませんでした。関所の運用担当者に連絡してください。",
    en="The recording could not be opened. Tell whoever operates Sekisho.",
)
