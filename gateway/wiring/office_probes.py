"""Trying whether a target can be entered around us (R-01, R-67).

In an administrator's name, and in the journal before anybody hears of it.
"""

from gateway.authorization.roles import Permission
from gateway.registrar.office_events import TargetProbed
from gateway.relay.ssh.probing import Probed, probe
from gateway.vocabulary.target import Protocol, Target
from gateway.wiring.office import Office
from gateway.wiring.office_pins import require_protocol


def probed(office: Office, target: Target) -> Probed:
    """What a probe of `target` came to, journalled. Raises CallRefused for who may not, or for a database; GatewayFault."""
    who = office.require(Permission.TARGETS_MANAGE, target.name)
    require_protocol(target, Protocol.SSH)
    found = probe(target, office.clock.now())
    office.append(
        [
            TargetProbed(
                person=who.person,
                by_username=who.username,
                os_user=who.os_user,
                target=target.name,
                address=target.address,
                port=target.port,
                outcome=found.outcome.value,
                accounts=tuple(each.account for each in found.tried),
                offered=tuple(sorted({method for each in found.tried for method in each.offered})),
                ways=tuple(sorted({way for each in found.tried for way in each.ways})),
                shown=found.fingerprint,
            )
        ]
    )
    return found
