"""The journal in the browser: found by time, kind, person, session or target; an entry with its proof; where it stands (R-44)."""

from urllib.parse import urlencode

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from admin_ui.errors import status_of
from admin_ui.journal.forms import LINES, asked
from admin_ui.journal.kinds import told
from admin_ui.language import _, said
from admin_ui.visit import office
from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_journal_search as search
from gateway.wiring.office_history import HistoryLine
from gateway.wiring.office_words import WORDS

blueprint = Blueprint("journal", __name__, url_prefix="/journal")


@blueprint.get("")
def index() -> str:
    """Search, newest first; older ones by a link that says from where."""
    return _shown()


@blueprint.get("/<int:seq>")
def show(seq: int) -> str:
    """One entry: what it says, its fields, what it is chained to, and whether a checkpoint covers it."""
    here = office()
    return render_template("journal/show.html", found=search.one(here, seq))


@blueprint.get("/<int:seq>/proof")
def proof(seq: int) -> Response:
    """The proof document, to be kept and verified anywhere."""
    response = make_response(search.proof(office(), seq))
    response.content_type = "application/json; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="sekisho-entry-{seq}.json"'
    return response


@blueprint.post("/verification")
def verify() -> Response:
    """Verify the whole journal now; what came of it goes into the journal."""
    try:
        report = search.verified(office())
    except CallRefused as refused:
        if refused.code != "journal.verifying":
            raise
        return make_response(_shown(refused.text), status_of(refused))
    if report.outcome is search.Outcome.HOLDS:
        flash(_("監査ログは一致します（%(n)s 件を検証しました）。", n=report.entries))
        if report.witness is None:
            flash(
                _(
                    "関所の外の控え（立会人）とは照合していません。「sekisho audit verify --witness」で照合してください。"
                ),
                "warning",
            )
    elif report.outcome is search.Outcome.DOES_NOT_HOLD:
        flash(" ".join([_("監査ログが一致しません。"), *(said(each.text()) for each in report.findings[:5])]), "error")
    else:
        flash(" ".join([_("検証しきれませんでした。"), *(said(each) for each in report.unchecked)]), "warning")
    return redirect(url_for("journal.index"), 303)  # type: ignore[return-value]


def _shown(refused: Text | None = None) -> str:
    here = office()
    lines = _found()
    return render_template(
        "journal/index.html",
        lines=lines[:LINES],
        older=_older(lines) if len(lines) > LINES else None,
        state=search.state(here),
        now=here.clock.now(),
        kinds=[("", _("すべて")), *((kind, told(kind)) for kind in search.kinds())],
        may_verify=here.policy.roles.permits(here.require_person().roles, Permission.JOURNAL_VERIFY),
        outcomes=WORDS,
        refused=refused,
    )


def _found() -> list[HistoryLine]:
    here = office()
    found = {line.seq: line for each in asked(here, request.args).filters for line in search.found(here, each)}
    return [found[seq] for seq in sorted(found, reverse=True)][: LINES + 1]


def _older(lines: list[HistoryLine]) -> str:
    kept = [(name, value) for name, value in request.args.items() if name != "before"]
    return "?" + urlencode([*kept, ("before", str(lines[LINES - 1].seq))])
