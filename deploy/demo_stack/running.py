"""One demo from start to end: everything up, the manifest written, and nothing left when it ends.

Order: call centre on disk -> Sekisho's keys -> targets, mail -> Sekisho -> provisioning -> manifest -> wait -> all down.
"""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from deploy.callcentre import ports
from deploy.callcentre.canaries import canaries as canaries_of
from deploy.demo_stack import call_centre, cast, greeting, manifest, provision, ssh_config
from deploy.demo_stack.call_centre import APP, CallCentre
from deploy.demo_stack.cast import Member
from deploy.demo_stack.children import Children
from deploy.demo_stack.layout import Layout
from deploy.demo_stack.lifetime import Ended, Refused, alone, ignore_signals, raise_at_signals, stay, until
from deploy.demo_stack.memory import Memory
from deploy.demo_stack.office_database import Kind, chosen, office_database
from deploy.demo_stack.policies import place_policies
from deploy.demo_stack.provision import FiledOrder, PlacedCanary, target_key
from deploy.demo_stack.registration import placed_targets
from deploy.demo_stack.sekisho import Sekisho
from deploy.demo_stack.told import Told
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line asked for. With `session_ca`, only the call centre is started, trusting that authority."""

    base: Path
    manifest: Path | None
    people: int
    session_ca: Path | None
    while_process: int | None
    database: Kind | None = None


def run(wanted: Wanted) -> None:
    """Bring everything up and stay until the end is asked for. Raises Refused, or ChildEnded when a part died."""
    os.umask(0o022)  # what the demo's other users must read they can; what is secret says so itself
    layout = Layout(wanted.base)
    layout.create()
    with alone(layout):
        raise_at_signals()
        children = Children()
        try:
            _up(layout, wanted, children)
            stay(children, wanted.while_process)
        except Ended:
            print("終了します。 / Ending.", flush=True)
        finally:
            ignore_signals()
            children.stop()


def _up(layout: Layout, wanted: Wanted, children: Children) -> None:
    port_of = _ports(layout)
    centre = call_centre.build(layout, port_of)
    centre.prepare()
    people = cast.gather(layout.people, wanted.people)
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
    sekisho: Sekisho | None = None
    orders: list[FiledOrder] = []
    placed: list[PlacedCanary] = []
    if wanted.session_ca is None:
        sekisho = _sekisho(layout, port_of, chosen(layout, wanted.database))
        _start_database(sekisho, children, environment)
        place_policies(layout.policies, APP, centre.customers_file.parent)
        sekisho.init()
        memory = Memory(layout.memory)
        secret = None if memory.has(target_key(centre.database.name)) else centre.new_database_secret()
        _start_centre(centre, sekisho.public_keys()["session_ca"], children, environment)
        children.start(sekisho.errand(environment))
        until(children, sekisho.is_ready, "sekisho")
        orders, placed = _provision(centre, memory, people, secret)
    else:
        _start_centre(centre, wanted.session_ca.read_text(encoding="ascii"), children, environment)
    told = Told(centre=centre, sekisho=sekisho, cast=people, orders=orders, canaries=placed)
    _announce(told, wanted)


def _sekisho(layout: Layout, port_of: Mapping[str, int], kind: Kind) -> Sekisho:
    return Sekisho(
        layout=layout,
        ssh_port=port_of["gateway-ssh"],
        postgres_port=port_of["gateway-postgres"],
        office_port=port_of["admin-ui"],
        mail_port=port_of["mail"],
        database=office_database(layout).url if kind is Kind.POSTGRESQL else None,
    )


def _start_database(sekisho: Sekisho, children: Children, environment: dict[str, str]) -> None:
    """Sekisho's own PostgreSQL, where it has one: before `sekisho init`, and ended after Sekisho."""
    if sekisho.database is None:
        return
    server = office_database(sekisho.layout)
    server.prepare(separates=sekisho.separates)
    children.start(server.errand(environment))
    until(children, server.is_ready, "the office's database")


def _provision(
    centre: CallCentre, memory: Memory, people: Sequence[Member], secret: Secret | None
) -> tuple[list[FiledOrder], list[PlacedCanary]]:
    from deploy.demo_stack.office import DemoOffice  # the call centre alone, and `code`, load nothing of the gateway's

    clock = SystemClock()
    placed = placed_targets(centre, memory, secret, clock.now())
    with closing(DemoOffice(centre.layout.gateway, people, memory, clock)) as office:
        provision.register(office, memory, people, placed, clock.now())
        canaries = provision.register_canaries(office, memory, canaries_of(centre.layout.customers), clock.now())
        orders = provision.file_orders(office, memory, people, [each.target for each in placed], clock.now())
        return orders, canaries


def _start_centre(centre: CallCentre, session_ca: str, children: Children, environment: dict[str, str]) -> None:
    centre.trust(session_ca)
    centre.start(children, environment)
    until(children, centre.is_ready, "the call centre")


def _announce(told: Told, wanted: Wanted) -> None:
    content = manifest.manifest(told)
    if told.sekisho is not None:
        _tell_ssh(told.centre, told.sekisho, told.cast)
    manifest.write(told.centre.layout.manifest, content)
    if wanted.manifest is not None:
        manifest.write(wanted.manifest, content)
    print(greeting.greeting(told), flush=True)


def _tell_ssh(centre: CallCentre, sekisho: Sekisho, people: Sequence[Member]) -> None:
    """What OpenSSH has to know on the engineer's own machine."""
    layout, keys, accounts = centre.layout, sekisho.public_keys(), centre.accounts
    known = ssh_config.known(
        port=sekisho.ssh_port, host_key=keys["host_key"], authority=keys["host_ca"], targets=accounts
    )
    layout.known_hosts.write_text(known, encoding="ascii")
    engineer = next(member for member in people if member.username == cast.ENGINEER)
    text = ssh_config.config(engineer, port=sekisho.ssh_port, accounts=accounts, known_hosts=layout.known_hosts)
    layout.ssh_config.write_text(text, encoding="utf-8")


def _ports(layout: Layout) -> dict[str, int]:
    """The demo's ports: drawn at the first start, the same ever after, for they stand in Sekisho's register."""
    known: dict[str, int] = json.loads(layout.ports.read_text(encoding="ascii")) if layout.ports.exists() else {}
    drawn = {name: ports.free_port() for name in call_centre.PORT_NAMES if name not in known}
    if drawn:
        layout.ports.write_text(json.dumps({**known, **drawn}), encoding="ascii")
    if taken := [f"{name} {port}" for name, port in known.items() if not ports.is_free(port)]:
        names = ", ".join(taken)
        raise Refused(
            f"ポートが使用中です（{names}）。別の --state を指定してください。 / Ports are in use: give another --state."
        )
    return {**known, **drawn}
