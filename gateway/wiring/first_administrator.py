"""The first person of an empty gateway, in one go: his employer, his account, and a one-time link by which he sets his factors.

Everything goes through keeper and registrar as later changes do, so that the journal begins with it; where they do not run yet,
they run for as long as this takes. No password exists at any moment that he has not chosen himself.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from gateway.ipc.client import connect
from gateway.ipc.messages import CallRefused
from gateway.people.registration import Application
from gateway.settings.schema import Settings
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Employer, Role
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.wiring.office import Office, Unnamed, enter
from gateway.wiring.office_employers import add_employer
from gateway.wiring.office_factors import Link, issue_link
from gateway.wiring.office_people import add_person
from gateway.wiring.office_proofs import Factors
from gateway.wiring.own_program import own_program
from gateway.wiring.places import places

NEEDED: Final = ("keeper", "registrar")
START_SECONDS: Final = 30.0
LOOK_SECONDS: Final = 0.05
STOP_SECONDS: Final = 10.0
OWN_COMPANY: Final = "processor"
_STAFFED: Final = Text(
    ja="すでに利用者が登録されています。この操作は空のゲートウェイ専用です。"
    "追加や再発行は「sekisho person add」「sekisho person link」で行ってください。",
    en="People are registered already; this is for an empty gateway. Use: sekisho person add, sekisho person link",
)


def first_administrator(settings: Settings, application: Application) -> Link:
    """Register him and give his link; where he is registered and cannot prove himself yet, another link.

    `application.employer` is the name of his company, registered with him where it is not yet.

    Raises CallRefused with every objection, or "init.staffed" where anybody else is there; GatewayFault.
    """
    with ExitStack() as running:
        for process in NEEDED:
            running.enter_context(_running(settings, process))
        with enter(settings, Unnamed.NOBODY) as office:
            return issue_link(office, _person(office, application))


def _person(office: Office, application: Application) -> str:
    """The row id of the administrator, registered now or before."""
    people = office.lists.people()
    if not people:
        return _registered(office, application)
    if [line.username for line in people] != [application.username] or Role.ADMINISTRATOR not in people[0].roles:
        raise CallRefused("init.staffed", _STAFFED)
    return people[0].id


def _registered(office: Office, application: Application) -> str:
    if application.employer not in [each.name for each in office.lists.employers()]:
        employer = Employer(
            id=new_identifier("E", office.clock.now()),
            name=application.employer,
            kind=OWN_COMPANY,
        )
        add_employer(office, employer)
    return add_person(office, application, Factors()).id


@contextmanager
def _running(settings: Settings, process: str) -> Iterator[None]:
    """The process answers while the block runs; one that was not running before stops afterwards."""
    if _answers(settings, process):
        yield
        return
    command = own_program("gateway", "serve", process)
    passed = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV") if name in os.environ}
    environment = {**passed, "SEKISHO_SETTINGS": str(settings.file)}
    started = subprocess.Popen(  # noqa: S603  # our own module
        command, env=environment, process_group=0, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        _wait(settings, process, started)
        yield
    finally:
        started.terminate()
        try:
            started.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def _wait(settings: Settings, process: str, started: "subprocess.Popen[bytes]") -> None:
    clock = SystemClock()
    end = clock.monotonic() + START_SECONDS
    while not _answers(settings, process):
        if clock.monotonic() > end:
            raise GatewayFault(f"{process} did not start within {START_SECONDS:g} s; run `sekisho serve {process}`")
        try:
            status = started.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        raise GatewayFault(f"{process} ended with status {status}; run `sekisho serve {process}` to see why")


def _answers(settings: Settings, process: str) -> bool:
    try:
        connect(places(settings).door(process, "office")).close()
    except GatewayFault:
        return False
    return True
