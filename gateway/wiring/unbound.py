"""What the machine's administrator does outside the office (a timer's backup, the custodians' shares), told to the journal.

It is told under the name of the operating-system user, which the registrar compares with whoever is at its door.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from gateway.audit.event import Event
from gateway.ipc.client import connect
from gateway.registrar.client import OfficeClient
from gateway.settings.schema import Settings
from gateway.wiring.custodians import Tell
from gateway.wiring.places import places


@contextmanager
def telling(settings: Settings) -> Iterator[Tell]:
    """A way into the journal while the service runs. Raises GatewayFault where it does not."""
    registrar = OfficeClient(connect(places(settings).door("registrar", "office")))

    def tell(events: Sequence[Event]) -> None:
        registrar.append(events)

    try:
        yield tell
    finally:
        registrar.close()
