"""Maintenance terminals: the list, one terminal with its key and certificate, registering and changing it (R-18)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for

from admin_ui.errors import FRESH, status_of
from admin_ui.language import _
from admin_ui.paging import Paged, Wanted
from admin_ui.people.filters import NOBODYS, word_of
from admin_ui.register_forms import committed
from admin_ui.terminals import forms
from admin_ui.visit import office
from gateway.authentication.ports import KeyKind
from gateway.ipc.messages import CallRefused
from gateway.registrar.texts import STALE
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.terminal import Terminal, TerminalKind
from gateway.wiring import office_register
from gateway.wiring.office_history import history
from gateway.wiring.office_reading import TerminalFilter
from gateway.wiring.office_unfit import FieldsRefused
from gateway.wiring.office_words import WORDS

blueprint = Blueprint("terminals", __name__, url_prefix="/terminals")
SOON: Final = timedelta(days=30)
REASON_MAX: Final = 200
KINDS: Final = {each: WORDS[each.value] for each in TerminalKind}


@blueprint.get("")
def index() -> str:
    """Every terminal there is."""
    here, wanted = office(), Wanted.of(request.args)
    found, total = here.lists.found_terminals(_filter(request.args, wanted))
    return render_template(
        "terminals/index.html",
        page=Paged(items=found, wanted=wanted, total=total),
        employers=sorted(((each.id, each.name) for each in here.lists.employers()), key=lambda pair: pair[1]),
        kinds=KINDS,
        certificates={each.terminal.id: _certificate(each.terminal) for each in found},
        now=here.clock.now(),
        soon=here.clock.now() + SOON,
    )


@blueprint.get("/new")
def new() -> str:
    """An empty form."""
    form = forms.NewTerminal()
    form.offer(office())
    return render_template("terminals/new.html", form=form)


@blueprint.post("/new")
def create() -> Response:
    """Register."""
    here, form = office(), forms.NewTerminal()
    form.offer(here)

    def act() -> Response:
        terminal = form.terminal(here)
        office_register.add_terminal(here, terminal)
        flash(_("端末を登録しました。"))
        return _to(terminal.id)

    return committed(form, act, lambda: render_template("terminals/new.html", form=form))


@blueprint.get("/<terminal>")
def show(terminal: str) -> str:
    """One terminal."""
    return _shown(terminal)


@blueprint.get("/<terminal>/edit")
def edit(terminal: str) -> str:
    """What is registered, to be changed."""
    found = _found(terminal)
    form = forms.EditTerminal(data=forms.as_registered(found))
    form.offer(office())
    return render_template("terminals/edit.html", form=form, terminal=found, certificate=_certificate(found))


@blueprint.post("/<terminal>/edit")
def change(terminal: str) -> Response:
    """Change it."""
    here, found, form = office(), _found(terminal), forms.EditTerminal()
    form.offer(here)

    def act() -> Response:
        if form.seen.data != forms.mark_of(found):
            raise CallRefused("stale", STALE)
        office_register.change_terminal(here, found.id, form.wish(here, found))
        flash(_("変更しました。"))
        return _to(terminal)

    def again() -> str:
        return render_template("terminals/edit.html", form=form, terminal=found, certificate=_certificate(found))

    return committed(form, act, again)


@blueprint.post("/<terminal>/suspend")
def suspend(terminal: str) -> Response:
    """Take it out of service: at once, without a second factor."""
    return _stood(terminal, Standing.SUSPENDED)


@blueprint.post("/<terminal>/revoke")
def revoke(terminal: str) -> Response:
    """End it for good: at once, without a second factor."""
    return _stood(terminal, Standing.REVOKED)


@blueprint.post("/<terminal>/resume")
def resume(terminal: str) -> Response:
    """Put it back into service."""
    return _stood(terminal, Standing.ACTIVE)


def _stood(terminal: str, standing: Standing) -> Response:
    here, found = office(), _found(terminal)
    try:
        office_register.set_terminal(here, found.id, standing, reason=request.form.get("reason", "").strip())
    except CallRefused as refused:
        if refused.code == FRESH:
            raise
        status = 422 if isinstance(refused, FieldsRefused) else status_of(refused)
        typed = request.form.get("reason", "")[:REASON_MAX]
        return make_response(_shown(terminal, refused=standing.value, wrong=refused.text, typed=typed), status)
    flash(
        {"active": _("再開しました。"), "suspended": _("停止しました。"), "revoked": _("廃止しました。")}[
            standing.value
        ]
    )
    return _to(terminal)


def _shown(terminal: str, **more: Any) -> str:
    here, found = office(), _found(terminal)
    owner = next((each for each in here.lists.employers() if each.id == found.owner), None)
    return render_template(
        "terminals/show.html",
        terminal=found,
        owner=found.owner if owner is None else owner.name,
        kind=KINDS[found.kind],
        keys=[key for key in here.lists.keys_of(found.id) if key.kind is KeyKind.TERMINAL],
        certificate=_certificate(found),
        now=here.clock.now(),
        soon=here.clock.now() + SOON,
        revoked=found.standing is Standing.REVOKED,
        lines=history(here, terminal=found.id),
        **more,
    )


def _filter(arguments: Mapping[str, str], wanted: Wanted) -> TerminalFilter:
    kind, standing = word_of(arguments, "kind", TerminalKind), word_of(arguments, "standing", Standing)
    strange = kind is Ellipsis or standing is Ellipsis
    return TerminalFilter(
        text=arguments.get("q", "").strip()[:100] or None,
        owner=NOBODYS if strange else arguments.get("owner") or None,
        kind=kind if isinstance(kind, TerminalKind) else None,
        standing=standing if isinstance(standing, Standing) else None,
        limit=wanted.size,
        offset=wanted.offset,
    )


def _certificate(terminal: Terminal) -> Any:
    """The certificate read; None where there is none, or none that can be read."""
    try:
        return office_register.certificate_of(terminal)
    except ValueError:
        return None


def _found(terminal: str) -> Terminal:
    found = office().lists.terminal_named(terminal)
    if found is None or found.id != terminal:  # by id alone
        abort(404)
    return found


def _to(terminal: str) -> Response:
    return make_response(redirect(url_for("terminals.show", terminal=terminal), 303))
