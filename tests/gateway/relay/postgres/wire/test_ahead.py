"""A statement of the gateway's that runs ahead of each Bind: where it goes, where not, and that nobody sees its answers."""

import pytest

from gateway.relay.postgres.wire.conversation import Conversation
from gateway.relay.postgres.wire.expected import Ahead
from gateway.relay.postgres.wire.frames import Framer
from gateway.relay.postgres.wire.hearing import Fate
from gateway.relay.postgres.wire.pipeline import Sync
from gateway.relay.postgres.wire.portals import Bind, BindComplete, Execute
from gateway.relay.postgres.wire.rows import Field, RowDescription
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import CommandComplete, ReadyForQuery, Status
from gateway.relay.postgres.wire.sqlstates import INSUFFICIENT_PRIVILEGE
from gateway.relay.postgres.wire.statements import Close, CloseComplete, Parse, ParseComplete, Subject
from gateway.relay.postgres.wire.tables import BOUNDS
from gateway.vocabulary.outcome import PeerError, TargetError, Text
from tests.gateway.relay.postgres.wire.messages import frame

AHEAD = Ahead("SET TRANSACTION READ ONLY", lambda about: about == "COMMIT")
READY = ReadyForQuery(status=Status.IDLE)
SET = CommandComplete(tag="SET")
SHAPE = RowDescription(fields=(Field(name="a", type=25),))


@pytest.fixture
def talk():
    talk = Conversation(ahead=AHEAD)
    assert letters(talk.begin()) == "PS"
    for message in (ParseComplete(), READY):
        assert talk.hear(frame(message)).fate is Fate.OURS
    return talk


def letters(data):
    return "".join(chr(each.kind) for each in Framer(Side.FRONTEND, BOUNDS[Side.FRONTEND]).feed(data))


def parsed(talk, name, about):
    return letters(talk.ask(Parse(statement=name, query=about), about))


def bound(talk, name, portal=""):
    return letters(talk.ask(Bind(portal=portal, statement=name)))


def executed(talk, portal=""):
    return letters(talk.ask(Execute(portal=portal)))


def heard(talk, *messages):
    return [talk.hear(frame(message)).fate for message in messages]


def test_it_runs_ahead_of_a_bind_and_nobody_sees_it(talk):
    assert parsed(talk, "", "SELECT") == "P"
    assert bound(talk, "") == "BEB"
    assert executed(talk) == "DE"
    talk.ask(Sync())
    ours, passes = Fate.OURS, Fate.PASS
    fates = heard(
        talk, ParseComplete(), BindComplete(), SET, BindComplete(), SHAPE, CommandComplete(tag="SELECT 0"), READY
    )
    assert fates == [passes, ours, ours, passes, Fate.DROP, passes, passes]


def test_a_named_portal_leaves_the_unnamed_one_alone(talk):
    parsed(talk, "s", "SELECT")
    assert bound(talk, "s", "p") == "BECB"
    assert heard(talk, ParseComplete(), BindComplete(), SET, CloseComplete(), BindComplete())[-1] is Fate.PASS


def test_a_border_goes_alone(talk):
    parsed(talk, "", "COMMIT")
    assert bound(talk, "") == "B"
    assert executed(talk) == "DE"


def test_an_execute_behind_another_portals_gets_it_anew(talk):
    parsed(talk, "s", "SELECT")
    bound(talk, "s", "one")
    bound(talk, "s", "two")
    assert executed(talk, "one") == "BECDE"
    assert executed(talk, "one") == "E"
    assert executed(talk, "two") == "BECDE"


def test_an_execute_in_another_batch_gets_it_anew(talk):
    parsed(talk, "s", "SELECT")
    bound(talk, "s", "p")
    talk.ask(Sync())
    assert executed(talk, "p") == "BECDE"


def test_what_a_name_may_mean_decides(talk):
    """The newest of this batch, as all behind a Parse that fails is skipped; else everything it may be."""
    parsed(talk, "s", "SELECT")
    talk.ask(Sync())
    assert talk.meant("s") == ("SELECT",)
    parsed(talk, "s", "COMMIT")
    assert talk.meant("s") == ("COMMIT",)
    assert bound(talk, "s") == "B"
    talk.ask(Sync())
    assert talk.meant("s") == ("SELECT", "COMMIT")
    assert bound(talk, "s") == "BEB"
    assert talk.meant("nobody") == ()


def test_once_confirmed_a_name_means_one_thing(talk):
    parsed(talk, "s", "COMMIT")
    talk.ask(Sync())
    heard(talk, ParseComplete(), READY)
    assert talk.meant("s") == ("COMMIT",)
    assert bound(talk, "s") == "B"


def test_it_gives_no_rows(talk):
    parsed(talk, "", "SELECT")
    bound(talk, "")
    heard(talk, ParseComplete(), BindComplete())
    with pytest.raises(TargetError):
        talk.hear(frame(b"D\0\0\0\6\0\0"))


@pytest.mark.parametrize("name", ["\x7fsekisho", "\x7fsekisho ahead"])
def test_its_names_are_nobody_elses(talk, name):
    for message in (
        Bind(portal="", statement=name), Close(subject=Subject.STATEMENT, name=name), Bind(portal=name, statement=""),
        Execute(portal=name),
    ):  # fmt: skip
        with pytest.raises(PeerError):
            talk.ask(message)
    with pytest.raises(PeerError):
        talk.ask(Parse(statement=name, query="x"), "SELECT")


def test_without_one_nothing_is_said():
    talk = Conversation()
    assert talk.begin() == b""
    parsed(talk, "", "SELECT")
    assert bound(talk, "") == "B"


def test_a_refusal_says_what_to_do(talk):
    talk.refuse(
        Parse(statement="", query="x"), INSUFFICIENT_PRIVILEGE, Text(ja="だめ", en="no"), Text(ja="こう", en="so")
    )
    assert talk.is_skipping
    assert talk.in_batch
    said = talk.take_due()
    assert "Hこう\nso\0".encode() in said


def test_the_same_message_is_read_once(talk):
    for _ in range(2):
        parsed(talk, "", "SELECT")
        bound(talk, "")
        executed(talk)
        talk.ask(Sync())
        heard(talk, ParseComplete(), BindComplete(), SET, BindComplete())
        assert talk.hear(frame(SHAPE)).fate is Fate.DROP
        heard(talk, CommandComplete(tag="SELECT 0"), READY)
    assert len(talk._hearing._known) == 6
