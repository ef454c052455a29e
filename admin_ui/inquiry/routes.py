"""照会: who was shown how much of a client's data, and who was shown given people; for auditors (R-47, R-48).

The answer stands in the page that answers the form and nowhere else: whoever wants to see it again states his purpose again.
What was looked up is not shown back with it; people are named by their place in the list.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request

from admin_ui.errors import FRESH, status_of
from admin_ui.inquiry.forms import LINES, ClientForm, PeopleForm, offered, wanted_of
from admin_ui.language import _, said
from admin_ui.visit import office
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_inquiry
from gateway.wiring.office_history import names_of

blueprint = Blueprint("inquiry", __name__, url_prefix="/inquiries")
NAMED: Final = 20  # places in the list that one line names
_BESIDE: Final[Mapping[str, str]] = {"purpose.unfit": "purpose", "period.unfit": "until", "client.absent": "client"}


@blueprint.get("")
def index() -> str:
    """What may be asked, and what was asked lately, by whom and why."""
    here = office()
    latest = office_inquiry.latest(here)
    return render_template(
        "inquiry/index.html",
        latest=latest,
        people=names_of(here, {each.person for each, _ in latest}),
        clients={client.id: client.name for client in here.lists.clients()},
        begins=here.lists.disclosures_since(),
    )


@blueprint.route("/client", methods=["GET", "POST"])
def client() -> Response:
    """Totals, lines and sessions of one client."""
    form = ClientForm()
    return _answered(form, "inquiry/client.html", lambda: _of_client(form))


@blueprint.route("/people", methods=["GET", "POST"])
def people() -> Response:
    """Whoever was shown given people, by overlap."""
    form = PeopleForm()
    return _answered(form, "inquiry/people.html", lambda: _of_people(form))


def _answered(form: ClientForm, page: str, ask: Callable[[], dict[str, Any]]) -> Response:
    form.client.choices = offered(office())
    if request.method == "GET":
        return _form(form, page, None, 200)
    if not form.validate() or not form.client.data:
        if not form.client.data:
            form.client.errors = [*form.client.errors, _("委託元を選んでください。")]
        return _form(form, page, None, 422)
    try:
        found = ask()
    except CallRefused as refused:
        if refused.code in (FRESH, "role.missing"):
            raise
        return _refused(form, page, refused)
    return make_response(render_template(page, form_=form, answer=found, refused=None, lines_max=LINES))


def _refused(form: ClientForm, page: str, refused: CallRefused) -> Response:
    beside = "numbers" if refused.code.startswith("numbers.") else _BESIDE.get(refused.code)
    if beside is None:
        return _form(form, page, refused.text, status_of(refused))
    field = form[beside]
    field.errors = [*field.errors, said(refused.text)]
    return _form(form, page, None, 422)


def _form(form: ClientForm, page: str, refused: Text | None, status: int) -> Response:
    return make_response(render_template(page, form_=form, answer=None, refused=refused, lines_max=LINES), status)


def _of_client(form: ClientForm) -> dict[str, Any]:
    here = office()
    found = office_inquiry.about_client(here, wanted_of(here, form))
    people = {each.person for each in found.lines} | {each.person for each in found.sessions}
    return {"found": found, **_around(people)}


def _of_people(form: PeopleForm) -> dict[str, Any]:
    here = office()
    data = (form.numbers.data or "").encode("utf-8", "surrogatepass")
    found = office_inquiry.about_people(here, wanted_of(here, form), data)
    showings = [(each, one, found.sessions[one.session]) for each in found.overlaps for one in each.showings]
    return {
        "found": found,
        "showings": showings[:LINES],
        "more": len(showings) > LINES,
        "places": _places,
        **_around({each.person for each in found.overlaps}),
    }


def _around(people: set[str]) -> dict[str, Any]:
    here = office()
    return {
        "people": names_of(here, people),
        "clients": {client.id: client.name for client in here.lists.clients()},
        "purposes": here.policy.purposes,
    }


def _places(people: Any) -> str:
    """`1、3、4`: places in the list, from 1 on."""
    named = sorted(each + 1 for each in people)
    text = _("、").join(map(str, named[:NAMED]))
    return text if len(named) <= NAMED else _("%(places)s ほか %(n)s 人", places=text, n=len(named) - NAMED)
