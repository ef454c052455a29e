"""「いま必要なこと」: the first page after signing in, by what the person may do."""

from flask import Blueprint, render_template

from admin_ui.visit import office
from gateway.wiring import office_live_list
from gateway.wiring.office_approvals import FLAGS_SHOWN_DAYS
from gateway.wiring.office_history import names_of
from gateway.wiring.office_home import COUNTED_MAX, Home, home

blueprint = Blueprint("home", __name__)
SHOWN_MAX = 5


@blueprint.get("/")
def index() -> str:
    """What needs me now."""
    here = office()
    found = home(here)
    return render_template(
        "home/index.html",
        home=found,
        running=()
        if found.supervisor is None
        else office_live_list.running(here, found.supervisor.running)[:SHOWN_MAX],
        names=names_of(here, _people(found)),
        clients={each.id: each.name for each in here.lists.clients()},
        purposes=here.policy.purposes,
        counted_max=COUNTED_MAX,
        flag_days=FLAGS_SHOWN_DAYS,
        now=here.clock.now(),
    )


def _people(found: Home) -> set[str]:
    people: set[str] = set()
    if found.engineer is not None:
        people |= {line.order.person_id for line in found.engineer.orders}
    if found.supervisor is not None:
        people |= {line.order.person_id for line in found.supervisor.waiting}
        people |= {line.session.person for line in found.supervisor.running}
    if found.administrator is not None:
        people |= {line.id for line in found.administrator.ending} | {line.id for line, _ in found.administrator.locked}
    return people
