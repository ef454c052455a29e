"""What no policy file can widen. Rules can be edited; these few promises are in the code (R-02, R-16, R-18, R-23, R-26, R-28).

With the shipped rules a bound never speaks: a rule has refused before. If one speaks, a rule has been weakened.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gateway.authorization.consents import lacking_of
from gateway.authorization.request import Capability, Factor, Request
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.target import Protocol


def _order_opens_it(request: Request) -> bool:
    order = request.order
    return (
        order is not None
        and order.person_id == request.person.id
        and order.standing == "approved"
        and len(order.approvers) >= max(1, order.approvals_needed)
        and order.starts_at <= request.now < order.ends_at
        and any(named.name == request.target.name and request.account in named.accounts for named in order.targets)
    )


def _proved(request: Request) -> bool:
    return {Factor.TERMINAL_KEY, Factor.CODE} <= request.factors and bool(
        {Factor.PERSON_KEY, Factor.PASSWORD} & request.factors
    )


def _active_engineer(request: Request) -> bool:
    standings = {request.person.standing, request.terminal.standing, request.target.standing}
    return standings == {Standing.ACTIVE} and Role.ENGINEER in request.person.roles


def _view_only(request: Request) -> bool:
    free = not request.target.holds_personal_data(request.today)
    return free or request.capability in (Capability.SHELL, Capability.COMMANDS, Capability.QUERY)


def _spoken_there(request: Request) -> bool:
    """A statement is nothing for a shell, nor a command for a database."""
    return (request.target.protocol is Protocol.POSTGRESQL) is (request.capability is Capability.QUERY)


def _shell_ordered(request: Request) -> bool:
    """The list of commands is no limit if its order opens a free shell as well."""
    shell = request.capability is Capability.SHELL and request.target.holds_personal_data(request.today)
    return not shell or request.order is None or request.order.mode == "shell"


def _consented(request: Request) -> bool:
    return request.chain.employer == request.person.employer and not lacking_of(request)


BOUNDS: Mapping[str, Callable[[Request], bool]] = MappingProxyType(
    {
        "an approved order of this person opens this account now": _order_opens_it,
        "terminal, person and code are proved": _proved,
        "person, terminal and target are active, the person an engineer": _active_engineer,
        "no command and no file on a target with personal data": _view_only,
        "statements go to databases, and nothing else does": _spoken_there,
        "a free shell where personal data are stands on an order for one": _shell_ordered,
        "every client has consented in writing to the person's employer": _consented,
    }
)


def exceeded(request: Request) -> tuple[str, ...]:
    """The bounds this request breaks, by name; empty if none."""
    return tuple(name for name, holds in BOUNDS.items() if not holds(request))
