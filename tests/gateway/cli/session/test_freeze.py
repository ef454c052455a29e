"""`session freeze`, `resume` and `extend`: a running session of the town, by those who may."""

from collections.abc import Iterator

import pytest

from gateway.guards.verdict import Why
from gateway.sessions.standing import Course
from tests.gateway.cli.town import Connection, Town, told


class Running:
    """A session of sato's, and what its process hears of the registrar."""

    def __init__(self, town: Town, order: str) -> None:
        self.connection = Connection(town, "sato")
        self.session = self.connection.open(order)
        self.id = self.session.id

    @property
    def held(self) -> Why | None:
        hold = self.connection.registrar.hold_of(self.id)
        return None if hold is None else hold.why


@pytest.fixture
def running(town: Town, order: str) -> Iterator[Running]:
    running = Running(town, order)
    yield running
    if running.held is not None:
        asked = town.as_json("yamada", "session", "resume", running.id, "--reason", "片付け")
        if "proposal" in asked:
            town.as_json("kobayashi", "change", "confirm", asked["proposal"])
    running.session.end()
    running.connection.close()


def test_R42_a_supervisor_freezes_and_another_resumes(town: Town, running: Running) -> None:
    freeze = ("session", "freeze", running.id, "--reason", "様子がおかしい")
    for nobody in ("sato", "ito", "mori"):
        assert told(town.as_(nobody, *freeze, "--json"), 1)["code"] == "role.missing"
    assert running.held is None
    assert town.as_json("yamada", *freeze)["session"] == {"id": running.id, "frozen": True}
    assert running.held is Why.SUPERVISOR
    assert told(town.as_("kobayashi", *freeze, "--json"), 1)["code"] == "stale"
    ordered = town.events("session.freeze_ordered")[-1]
    assert (ordered["supervisor"], ordered["reason"], ordered["session"]) == ("yamada", "様子がおかしい", running.id)
    resume = ("session", "resume", running.id, "--reason", "確認した")
    assert told(town.as_("sato", *resume, "--json"), 1)["code"] == "role.missing"
    assert town.as_json("kobayashi", *resume)["session"] == {"id": running.id, "resumed": True}
    assert running.held is None
    assert told(town.as_("kobayashi", *resume, "--json"), 1)["code"] == "stale"


def test_R06_two_extend_and_the_session_goes_on(town: Town, running: Running) -> None:
    running.connection.registrar.stopped(running.id, Course.FROZEN, Why.PEOPLE, used=21, limit=20)
    assert running.held is Why.PEOPLE
    extend = ("session", "extend", running.id, "--people", "5", "--reason", "続ける")
    assert told(town.as_("ito", *extend, "--json"), 1)["code"] == "role.missing"
    proposal = town.as_json("yamada", *extend)["proposal"]
    assert told(town.as_("yamada", "change", "confirm", proposal, "--json"), 1)["code"] == "four-eyes"
    assert running.held is Why.PEOPLE
    town.as_json("kobayashi", "change", "confirm", proposal)
    assert running.held is None


def test_R06_what_nobody_could_count_is_resumed_by_two(town: Town, running: Running) -> None:
    running.connection.registrar.stopped(running.id, Course.FROZEN, Why.OPAQUE, used=4100, limit=4096)
    resume = ("session", "resume", running.id, "--reason", "記録を見た")
    words = town.as_("yamada", *resume)
    assert words.exit_code == 0, words.output
    assert "管理監督者 2 名が必要です" in words.stdout
    assert running.held is Why.OPAQUE
    proposal = words.stdout.split("sekisho change confirm ")[1].split()[0]
    assert told(town.as_("yamada", "change", "confirm", proposal, "--json"), 1)["code"] == "four-eyes"
    assert told(town.as_("ito", "change", "confirm", proposal, "--json"), 1)["code"] == "role.missing"
    besides = town.as_json("kobayashi", *resume)
    assert besides.keys() == {"proposal"}, "he asks as well: nothing is released by that"
    town.as_json("kobayashi", "change", "withdraw", besides["proposal"])
    shown = town.json("change", "show", proposal)["change"]
    assert (shown["change"], shown["facts"]["door"], shown["facts"]["reason"]) == (
        "BudgetReleased",
        "shell",
        "記録を見た",
    )
    assert running.held is Why.OPAQUE
    town.as_json("kobayashi", "change", "confirm", proposal)
    assert running.held is None
    released = town.events("disclosure.released")[-1]
    assert (released["asked_by"], released["supervisor"]) == ("yamada", "kobayashi")


def test_R06_budget_release_at_the_shell_is_the_same_word(town: Town, running: Running) -> None:
    stopped = running.connection.registrar.stopped
    stopped(running.id, Course.FROZEN, Why.PEOPLE, used=21, limit=20)
    release = ("budget", "release", "sato", "--reason", "確認した")
    assert told(town.as_("yamada", *release, "--json"), 1)["code"] == "stale", "at the database nothing is frozen"
    assert running.held is Why.PEOPLE
    assert town.as_json("yamada", *release, "--door", "shell")["budget"]["frozen"] is None
    assert running.held is None
    stopped(running.id, Course.RUNNING, Why.PEOPLE, used=0, limit=0)
    stopped(running.id, Course.FROZEN, Why.PEOPLE, used=21, limit=20)
    words = town.as_("yamada", *release, "--door", "shell").stdout
    assert "上限は変わりません" in words
    assert "sekisho budget raise sato --door shell --people N" in words
    stopped(running.id, Course.RUNNING, Why.PEOPLE, used=0, limit=0)
    stopped(running.id, Course.FROZEN, Why.PEOPLE, used=21, limit=20)
    assert (
        f"sekisho session extend {running.id} --people N"
        in town.as_("yamada", "session", "resume", running.id, "--reason", "確認した").stdout
    )
    stopped(running.id, Course.RUNNING, Why.PEOPLE, used=0, limit=0)
    stopped(running.id, Course.FROZEN, Why.VOLUME, used=6, limit=5)
    proposal = town.as_json("yamada", *release, "--door", "shell")["proposal"]
    assert running.held is Why.VOLUME
    town.as_json("kobayashi", "change", "confirm", proposal)
    assert running.held is None


def test_what_is_not_there_or_not_said_is_refused(town: Town, running: Running) -> None:
    for verb in ("freeze", "resume", "extend"):
        more = ("--people", "1") if verb == "extend" else ()
        absent = ("session", verb, "S-20261122-0000000000", *more, "--reason", "x", "--json")
        assert told(town.as_("yamada", *absent), 1)["code"] == "session.absent"
        assert told(town.run(*absent), 1)["code"] == "entry.nobody"
    long = ("session", "freeze", running.id, "--reason", "x" * 201, "--json")
    assert told(town.as_("yamada", *long), 1)["code"] == "reason.unfit"
    nobody = ("session", "extend", running.id, "--people", "0", "--reason", "続ける", "--json")
    assert told(town.as_("yamada", *nobody), 1)["code"] == "budget.not-raised"
    assert running.held is None
