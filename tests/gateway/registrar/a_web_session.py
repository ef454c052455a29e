"""Sessions of the web office as the keeper would sign them, for the registrar's tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from gateway.crypto import web_pass
from gateway.crypto.assertion import Way
from gateway.crypto.web_pass import WebPass
from gateway.ipc.client import connect
from gateway.registrar.client import OfficeClient, WebClient
from gateway.registrar.params import WebOpened
from gateway.vocabulary.identifiers import new_identifier
from tests.gateway.registrar.scene import Scene

HERE, AGENT = "192.0.2.10", "Firefox"


def a_pass(username: str = "admin", **changed: Any) -> WebPass:
    now = datetime.now(UTC) - timedelta(seconds=1)
    web = new_identifier("W", now)
    made = WebPass(
        web=web,
        ticket=web.ljust(32, "x").encode()[:32],
        person=f"P-{username}",
        username=username,
        way=Way.CODE,
        proved_at=now,
        issued_at=now,
        ends_at=now + timedelta(hours=10),
        mark=bytes(32),
    )
    return replace(made, **changed)


def word(scene: Scene, carried: WebPass, **changed: Any) -> bytes:
    """The assertion the keeper gives beside the pass."""
    said = {"web": carried.web, "way": carried.way, "proved_at": carried.proved_at, **changed}
    return scene.assertion("whatever", carried.username, door="office", **said)


def opening(scene: Scene, carried: WebPass, address: str = HERE, **changed: Any) -> WebOpened:
    signed = web_pass.sign(scene.keeper, carried)
    return WebOpened(assertion=word(scene, carried, **changed), signed_pass=signed, address=address, agent=AGENT)


def begun(scene: Scene, username: str = "admin", **changed: Any) -> tuple[OfficeClient, WebPass]:
    """A session that has begun, and the connection it began on."""
    carried = a_pass(username, **changed)
    office = scene.office()
    office.opened(opening(scene, carried))
    return office, carried


def carried_on(scene: Scene, carried: WebPass, **changed: Any) -> OfficeClient:
    """A later request's connection."""
    office = scene.office()
    office.bind(word(scene, carried, **changed))
    return office


def web(scene: Scene) -> WebClient:
    return WebClient(connect(scene.door("office")))


def stored(scene: Scene, carried: WebPass) -> Any:
    with scene.store.reading() as transaction:
        return transaction.web_sessions.get(carried.web)
