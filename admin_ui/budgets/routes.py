"""閲覧上限: who has how much left of whose data, who is frozen; release by one supervisor or two, raise by two (R-06)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for

from admin_ui.errors import FRESH, status_of
from admin_ui.language import _
from admin_ui.paging import Wanted, cut
from admin_ui.visit import office
from gateway.authorization.roles import Permission
from gateway.disclosure.keeping import Door
from gateway.disclosure.texts import reached
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import BudgetReleased
from gateway.registrar.holding import takes_two
from gateway.vocabulary.identifiers import IDENTIFIER
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_budgets, office_second
from gateway.wiring.office import Office
from gateway.wiring.office_history import names_of
from gateway.wiring.office_reading import IndexFilter, PersonLine

blueprint = Blueprint("budgets", __name__, url_prefix="/budgets")
TYPED_MAX = 500
_DOORS = {Door.DATABASE: lambda: _("データベース"), Door.SHELL: lambda: _("シェル・コマンド")}
_EARLIEST = date(2000, 1, 1)  # long before any disclosure; a year before it is a day still
LINES_MAX = 10_000  # of who saw what in a period; the totals are of all
DIGITS_MAX = 7
RELEASING = BudgetReleased.__name__


@blueprint.get("")
def index() -> str:
    """Everybody who has used anything, the frozen first."""
    here = office()
    page = cut(office_budgets.budgets(here), Wanted.of(request.args))
    released = office_budgets.released_lately(here)[:20]
    people = {each.person for each in page.items} | {each.person for each in released}
    return render_template(
        "budgets/index.html",
        page=page,
        released=released,
        doors=_DOORS,
        people=names_of(here, people | {each.released_by for each in released if each.released_by}),
        caps=here.policy.budgets.default,
        percent=here.policy.budgets.warn_percent,
    )


@blueprint.get("/clients")
def clients() -> str:
    """Client by client: how much of its data was shown in a period, and to whom, from where and for what (R-47)."""
    here = office()
    first, last = _period(here)
    chosen = request.args.get("client", "")
    known = {client.id: client.name for client in here.lists.clients()}
    wanted = IndexFilter(client=chosen if chosen in known else None, since=first, until=last, limit=LINES_MAX)
    totals, lines = office_budgets.index(here, wanted)
    return render_template(
        "budgets/clients.html",
        totals=totals,
        page=cut(lines, Wanted.of(request.args)),
        all_lines=len(lines) < LINES_MAX,
        first=first,
        last=last,
        known=known,
        clients=[("", _("すべて")), *((code, f"{name}（{code}）") for code, name in known.items())],
        people=names_of(here, {each.person for each in lines}),
        employers={each.id: each.name for each in here.lists.employers()},
        purposes=here.policy.purposes,
    )


@blueprint.get("/<person>")
def show(person: str) -> str:
    """One person's: of each client, why frozen, what waits for a second supervisor."""
    return _shown(person)


@blueprint.post("/<person>/release")
def release(person: str) -> Response:
    """Let him go on within the caps, at the door the form is of."""
    asked = request.form.get("door", Door.DATABASE.value)
    if asked not in set(Door):
        abort(400)
    return _done(
        person,
        f"release-{asked}",
        lambda: office_budgets.release(office(), person, _typed(), Door(asked)),
        lambda proposal: (
            _("凍結を解除しました。")
            if proposal is None
            else _("解除を申請しました。別の管理監督者が確認すると再開します。")
        ),
    )


@blueprint.post("/<person>/raise")
def raise_(person: str) -> Response:
    """Ask for a step; another supervisor confirms it."""

    def act() -> None:
        people, rows = (_whole(request.form.get(name, "")) for name in ("people", "rows"))
        office_budgets.ask_raise(office(), person, people=people, rows=rows, reason=_typed())

    return _done(person, "raise", act, _("申請しました。別の管理監督者が確認すると、その日だけ有効になります。"))


@blueprint.post("/<person>/steps/<proposal>/confirm")
def confirm(person: str, proposal: str) -> Response:
    """The second signature: the caps are higher for the rest of the day."""
    _waiting(person, proposal)
    return _done(
        person, proposal, lambda: office_second.confirm(office(), proposal), lambda line: confirmed(line.change)
    )


@blueprint.post("/<person>/steps/<proposal>/withdraw")
def withdraw(person: str, proposal: str) -> Response:
    """It never takes effect."""
    _waiting(person, proposal)
    return _done(
        person, proposal, lambda: office_second.withdraw(office(), proposal), _("引き上げの申請を取り下げました。")
    )


def _period(here: Office) -> tuple[date, date]:
    """Days in Japan; what is no day is the last 365, and a period that ends before it begins is its first day."""
    last = _day("to") or office_budgets.today_of(here)
    first = _day("from") or office_budgets.a_year_before(last)
    return first, max(first, last)


def _day(name: str) -> date | None:
    try:
        typed = date.fromisoformat(request.args.get(name, "")[:10])
    except ValueError:
        return None
    return max(typed, _EARLIEST)


def _shown(person: str, *, refused: Text | None = None, what: str = "") -> str:
    here, line = office(), _found(person)
    budget = office_budgets.budget_of(here, line)
    who = here.require_person()
    lines = {each.asked_by for each in budget.waiting}
    return render_template(
        "budgets/show.html",
        person=line,
        budget=budget,
        people=names_of(here, {person, *lines}),
        clients={client.id: client.name for client in here.lists.clients()},
        frozen=[
            (each, _DOORS[each.door](), [reached(cap) for cap in each.exceeded], takes_two(each))
            for each in budget.freezes
        ],
        raising=here.policy.budgets.raising,
        me=who.person,
        may_judge=here.policy.roles.permits(who.roles, Permission.BUDGET_JUDGE),
        refused=refused,
        what=what,
        typed=_as_typed(),
    )


def _as_typed() -> dict[str, Any]:
    return {name: request.form.get(name, "")[:TYPED_MAX] for name in ("reason", "people", "rows")}


def confirmed(change: str) -> str:
    """What a second signature brought about."""
    if change == RELEASING:
        return _("確認しました。凍結を解除しました。")
    return _("確認しました。引き上げは有効です。")


def _done(person: str, what: str, act: Callable[[], Any], said: str | Callable[[Any], str]) -> Response:
    """Do it and say so; `said` may depend on what came of it."""
    _found(person)
    try:
        came = act()
    except CallRefused as refused:
        if refused.code == FRESH or refused.code == "role.missing":
            raise
        status = 422 if refused.code in ("reason.unfit", "budget.not-raised") else status_of(refused)
        return make_response(_shown(person, refused=refused.text, what=what), status)
    flash(said if isinstance(said, str) else said(came))
    return make_response(redirect(url_for("budgets.show", person=person), 303))


def _found(person: str) -> PersonLine:
    found = office().lists.person(person) if IDENTIFIER.fullmatch(person) else None
    if found is None:
        abort(404)
    return found


def _waiting(person: str, proposal: str) -> None:
    """A step or a release asked for this person, decided or not; what was asked about anything else is not found here."""
    found = office().lists.proposal(proposal)
    if found is None or found.change not in office_second.JUDGED or found.subject != person:
        abort(404)


def _typed() -> str:
    return request.form.get("reason", "").strip()


def _whole(typed: str) -> int:
    """What is no number is none: the registrar says in words that nothing was asked for."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= DIGITS_MAX - 1 else 0
