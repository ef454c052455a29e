"""Who may say what when, and to which description a row belongs: transcripts of both sides."""

import pytest

from gateway.relay.postgres.wire.authentication import AuthenticationOk
from gateway.relay.postgres.wire.conversation import Conversation
from gateway.relay.postgres.wire.copying import CopyData, CopyDone, CopyFail
from gateway.relay.postgres.wire.expected import Ahead
from gateway.relay.postgres.wire.function_call import FunctionCall
from gateway.relay.postgres.wire.hearing import Fate
from gateway.relay.postgres.wire.notices import ErrorResponse, NoticeResponse, NotificationResponse
from gateway.relay.postgres.wire.pipeline import Flush, Sync, Terminate
from gateway.relay.postgres.wire.portals import Bind, BindComplete, Execute, PortalSuspended
from gateway.relay.postgres.wire.requests import WAITING_MAX
from gateway.relay.postgres.wire.rows import Field, RowDescription, data_row
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import CommandComplete, EmptyQueryResponse, Query, ReadyForQuery, Status
from gateway.relay.postgres.wire.sqlstates import INSUFFICIENT_PRIVILEGE
from gateway.relay.postgres.wire.stages import ANSWERS, Stage
from gateway.relay.postgres.wire.standing import NAMES_MAX
from gateway.relay.postgres.wire.statements import (
    Close,
    CloseComplete,
    Describe,
    NoData,
    ParameterDescription,
    Parse,
    ParseComplete,
    Subject,
)  # fmt: skip
from gateway.relay.postgres.wire.status import ParameterStatus
from gateway.relay.postgres.wire.tables import BOUNDS
from gateway.vocabulary.outcome import GatewayFault, PeerError, TargetError, Text
from tests.gateway.relay.postgres.wire.messages import frame

NO = Text(ja="だめです", en="no")
ROW = data_row([b"x"])
ERROR = ErrorResponse(fields={"S": "ERROR", "V": "ERROR", "C": "22012", "M": "leak"})
FATAL = ErrorResponse(fields={"S": "FATAL", "V": "FATAL", "C": "57P01", "M": "leak"})
READY = ReadyForQuery(status=Status.IDLE)
IN_TRANSACTION = ReadyForQuery(status=Status.IN_TRANSACTION)
DONE = CommandComplete(tag="SELECT 1")
SHAPE = RowDescription(fields=(Field(name="a", table=1, attribute=1, type=25),))
OTHER = RowDescription(fields=(Field(name="b", table=2, attribute=2, type=25),))


class Talk:
    """A conversation, and what came of it."""

    def __init__(self, ahead=None):
        self.conversation = Conversation(ahead=ahead)
        self.sent, self.told, self.rows = b"", b"", []

    def ask(self, *messages):
        for message in messages:
            about = message.query if isinstance(message, Query | Parse) else None
            self.sent += self.conversation.ask(message, about)
            self.told += self.conversation.take_due()
        return self

    def refuse(self, message):
        self.sent += self.conversation.refuse(message, INSUFFICIENT_PRIVILEGE, NO)
        self.told += self.conversation.take_due()
        return self

    def hear(self, *messages):
        for message in messages:
            heard = self.conversation.hear(frame(message))
            if heard.fate is Fate.ROW:
                self.rows.append((heard.rows.about, heard.rows.description))
                self.told += ROW
            elif heard.fate is Fate.PASS:
                self.told += heard.message.encoded()
            self.told += self.conversation.take_due()
        return self

    def letters(self, stream):
        letters = ""
        while stream:
            letters, stream = letters + chr(stream[0]), stream[1 + int.from_bytes(stream[1:5], "big") :]
        return letters

    @property
    def to_target(self):
        return self.letters(self.sent)

    @property
    def to_person(self):
        return self.letters(self.told)


def prepare(name, text):
    return Parse(statement=name, query=text)


def bind(statement="", portal=""):
    return Bind(portal=portal, statement=statement)


def describe(portal=""):
    return Describe(subject=Subject.PORTAL, name=portal)


def execute(portal="", rows_max=0):
    return Execute(portal=portal, rows_max=rows_max)


# Simple query.


def test_a_row_comes_with_its_description_and_verdict():
    talk = Talk().ask(Query(query="one")).hear(SHAPE, ROW, ROW, DONE, READY)
    assert talk.rows == [("one", SHAPE)] * 2
    assert talk.to_person == "TDDCZ"
    assert talk.conversation.is_quiet


def test_pipelined_queries_keep_their_own():
    talk = Talk().ask(Query(query="one"), Query(query="two")).hear(SHAPE, ROW, DONE, READY, OTHER, ROW, DONE, READY)
    assert talk.rows == [("one", SHAPE), ("two", OTHER)]


@pytest.mark.parametrize(
    "answers",
    [[EmptyQueryResponse(), READY], [CommandComplete(tag="SET"), READY], [ERROR, READY], [DONE, ERROR, READY]],
)
def test_a_query_may_give_no_rows(answers):
    assert Talk().ask(Query(query="")).hear(*answers).conversation.is_quiet


def test_a_second_result_of_one_query_is_a_fault():
    with pytest.raises(TargetError, match="QUERY_ENDED"):
        Talk().ask(Query(query="select 1; select 2")).hear(SHAPE, ROW, DONE, OTHER)


def test_rows_before_their_description_are_a_fault():
    with pytest.raises(TargetError, match="DataRow"):
        Talk().ask(Query(query="")).hear(ROW)


@pytest.mark.parametrize("values", [[], [b"a", b"b"]])
def test_a_row_that_does_not_fit_its_description_is_a_fault(values):
    with pytest.raises(TargetError, match="values under"):
        Talk().ask(Query(query="")).hear(SHAPE, data_row(values))


def test_a_row_without_a_count_is_a_fault():
    with pytest.raises(TargetError):
        Talk().ask(Query(query="")).hear(SHAPE, b"D\0\0\0\4")


def test_nothing_passes_that_nobody_judged():
    for message in (Query(query="x"), prepare("", "x")):
        with pytest.raises(GatewayFault, match="nobody judged"):
            Conversation().ask(message)


# Extended query.


def test_an_ordinary_batch():
    talk = Talk().ask(prepare("", "one"), bind(), describe(), execute(), Sync())
    assert talk.to_target == "PBDES"
    talk.hear(ParseComplete(), BindComplete(), SHAPE, ROW, DONE, READY)
    assert talk.rows == [("one", SHAPE)]
    assert talk.to_person == "12TDCZ"


def test_execute_without_a_description_gets_ours_and_the_person_does_not_see_it():
    talk = Talk().ask(prepare("", "one"), bind(), execute(), Sync())
    assert talk.to_target == "PBDES"
    talk.hear(ParseComplete(), BindComplete(), SHAPE, ROW, DONE, READY)
    assert talk.rows == [("one", SHAPE)]
    assert talk.to_person == "12DCZ"


def test_ours_may_say_that_there_are_no_rows():
    talk = Talk().ask(prepare("", "set"), bind(), execute(), Sync())
    talk.hear(ParseComplete(), BindComplete(), NoData(), CommandComplete(tag="SET"), READY)
    assert talk.to_person == "12CZ"


def test_a_row_where_there_are_none_is_a_fault():
    talk = Talk().ask(prepare("", "set"), bind(), execute(), Sync())
    with pytest.raises(TargetError, match="no description covers"):
        talk.hear(ParseComplete(), BindComplete(), NoData(), ROW)


def test_a_description_of_the_statement_is_none_of_the_portal():
    talk = Talk().ask(prepare("s", "one"), Describe(subject=Subject.STATEMENT, name="s"), bind("s"), execute(), Sync())
    assert talk.to_target == "PDBDES"
    talk.hear(ParseComplete(), ParameterDescription(types=()), SHAPE, BindComplete(), OTHER, ROW)
    assert talk.rows == [("one", OTHER)]


def test_a_description_before_the_bind_is_none_of_the_new_portal():
    talk = Talk().ask(prepare("s", "one"), bind("s"), describe(), bind("s"), execute(), Sync())
    assert talk.to_target == "PBDBDES"


def test_a_described_portal_is_known_in_the_next_batch_of_its_transaction():
    talk = Talk().ask(prepare("", "one"), bind(portal="p"), describe("p"), execute("p", 1), Sync())
    talk.hear(ParseComplete(), BindComplete(), SHAPE, ROW, PortalSuspended(), IN_TRANSACTION)
    talk.ask(execute("p", 1), Sync()).hear(ROW, PortalSuspended(), IN_TRANSACTION)
    assert talk.to_target == "PBDESES"
    assert talk.rows == [("one", SHAPE)] * 2


def test_a_portal_ends_with_its_transaction():
    talk = Talk().ask(prepare("", "one"), bind(portal="p"), describe("p"), Sync())
    talk.hear(ParseComplete(), BindComplete(), SHAPE, READY).ask(execute("p"), Sync()).hear(READY)
    assert talk.to_target == "PBDSS"
    assert talk.to_person == "12TZEZ"


@pytest.mark.parametrize(
    "message", [bind("never"), execute("never"), describe("never"), Describe(subject=Subject.STATEMENT, name="never")]
)
def test_a_name_nobody_gave_is_refused_in_words(message):
    talk = Talk().ask(message, Sync())
    assert talk.to_target == "S"
    assert talk.to_person == "E"
    assert talk.hear(READY).to_person == "EZ"


def test_which_statement_a_name_means_is_known_only_when_the_target_answers():
    """The second Parse is skipped with its batch: the unnamed statement is still the first, whatever was asked since."""
    talk = Talk().ask(prepare("", "first"), Sync()).hear(ParseComplete(), READY)
    talk.ask(prepare("bad", "bad"), prepare("", "second"), Sync(), bind(), execute(), Sync())
    talk.hear(ERROR, READY, BindComplete(), SHAPE, ROW, DONE, READY)
    assert talk.rows == [("first", SHAPE)]


def test_a_portal_stays_what_it_was_when_its_name_is_prepared_anew():
    talk = Talk().ask(prepare("", "first"), bind(portal="p"), prepare("", "second"), execute("p"), Sync())
    talk.hear(ParseComplete(), BindComplete(), ParseComplete(), SHAPE, ROW)
    assert talk.rows == [("first", SHAPE)]


def test_a_closed_name_is_unknown():
    talk = Talk().ask(prepare("s", "one"), Close(subject=Subject.STATEMENT, name="s"), Sync())
    talk.hear(ParseComplete(), CloseComplete(), READY).ask(bind("s"), Sync())
    assert talk.to_target == "PCSS"


def test_a_bind_complete_for_nothing_is_a_fault():
    talk = Talk().ask(prepare("s", "one"), bind("s"), Close(subject=Subject.STATEMENT, name="s"), bind("s"), Sync())
    with pytest.raises(TargetError, match="not prepared"):
        talk.hear(ParseComplete(), BindComplete(), CloseComplete(), BindComplete())


def test_after_an_error_all_is_skipped_up_to_sync():
    talk = Talk().ask(prepare("", "bad")).hear(ERROR)
    talk.ask(bind(), describe(), execute(), prepare("", "lost"), Sync()).hear(READY)
    assert talk.to_target == "PS"
    assert talk.to_person == "EZ"
    assert talk.conversation.is_quiet


def test_an_error_of_our_own_describe_is_the_batchs():
    talk = Talk().ask(prepare("", "one"), bind(), execute(), Sync())
    talk.hear(ParseComplete(), BindComplete(), ERROR, READY)
    assert talk.to_person == "12EZ"


def test_a_suspended_portal_that_was_asked_for_all_is_a_fault():
    talk = Talk().ask(prepare("", "one"), bind(), execute(), Sync())
    with pytest.raises(TargetError, match="all rows"):
        talk.hear(ParseComplete(), BindComplete(), SHAPE, PortalSuspended())


def test_sync_alone_and_a_failing_commit():
    assert Talk().ask(Sync()).hear(READY).conversation.is_quiet
    assert Talk().ask(Sync()).hear(ERROR, READY).to_person == "EZ"


def test_a_name_bound_twice_is_the_second():
    talk = Talk().ask(
        prepare("a", "first"), prepare("b", "second"), bind("a"), describe(), bind("b"), execute(), Sync()
    )
    talk.hear(ParseComplete(), ParseComplete(), BindComplete(), SHAPE, BindComplete(), OTHER, ROW)
    assert talk.rows == [("second", OTHER)]


def in_transaction():
    talk = Talk().ask(prepare("s", "one"), bind("s", "p"), Sync()).hear(ParseComplete(), BindComplete(), IN_TRANSACTION)
    talk.sent = b""
    return talk


def test_a_describe_that_was_skipped_describes_nothing():
    talk = in_transaction().ask(prepare("", "bad"), describe("p"), Sync(), execute("p"), Sync())
    assert talk.to_target == "PDSDES"
    talk.hear(ERROR, IN_TRANSACTION, SHAPE, ROW, DONE, READY)
    assert talk.rows == [("one", SHAPE)]


def test_a_portal_closed_and_bound_anew_is_described_anew():
    talk = in_transaction().ask(describe("p"), Sync()).hear(SHAPE, IN_TRANSACTION)
    talk.ask(prepare("", "two"), Close(subject=Subject.PORTAL, name="p"), bind("", "p"), execute("p"), Sync())
    assert talk.to_target == "DSPCBDES"
    talk.hear(ParseComplete(), CloseComplete(), BindComplete(), OTHER, ROW)
    assert talk.rows == [("two", OTHER)]


# What the gateway says itself.


def spoken(talk, query="set search_path = pg_catalog"):
    talk.sent += talk.conversation.speak(query)
    return talk


def test_what_the_gateway_asks_between_batches_is_its_own():
    talk = spoken(Talk().ask(Query(query="one"))).ask(Query(query="two"))
    talk.hear(SHAPE, ROW, DONE, READY)
    fates = [
        talk.conversation.hear(frame(message)).fate for message in (OTHER, ROW, CommandComplete(tag="SELECT 1"), READY)
    ]
    assert fates == [Fate.OURS] * 4
    assert talk.hear(SHAPE, ROW, DONE, READY).rows == [("one", SHAPE), ("two", SHAPE)]
    assert talk.to_target == "QQQ"
    assert talk.to_person == "TDCZTDCZ"


def test_its_error_between_batches_is_its_own_too():
    talk = spoken(Talk())
    assert [talk.conversation.hear(frame(message)).fate for message in (ERROR, READY)] == [Fate.OURS] * 2
    assert talk.to_person == ""


def test_what_it_says_within_a_batch_is_not_seen():
    talk = spoken(spoken(Talk().ask(prepare("", "one")))).ask(bind(), execute(), Sync())
    assert talk.to_target == "P" + "CCPBE" * 2 + "BDES"
    own = [CloseComplete(), CloseComplete(), ParseComplete(), BindComplete(), CommandComplete(tag="SET")]
    talk.hear(ParseComplete(), *own, *own, BindComplete(), SHAPE, ROW, DONE, READY)
    assert talk.to_person == "12DCZ"
    assert talk.rows == [("one", SHAPE)]


def test_what_it_says_within_a_batch_gives_no_rows():
    talk = spoken(Talk().ask(prepare("", "one")))
    with pytest.raises(TargetError, match="no description covers"):
        talk.hear(ParseComplete(), CloseComplete(), CloseComplete(), ParseComplete(), BindComplete(), ROW)


def test_its_error_within_a_batch_is_the_batchs():
    talk = spoken(Talk().ask(prepare("", "one"))).ask(bind(), Sync())
    talk.hear(ParseComplete(), CloseComplete(), CloseComplete(), ERROR, READY)
    assert talk.to_person == "1EZ"
    assert talk.conversation.is_quiet


def test_in_a_batch_that_is_skipped_it_says_nothing():
    talk = spoken(Talk().refuse(prepare("", "bad")))
    assert talk.to_target == ""


@pytest.mark.parametrize("message", [prepare("\x7fsekisho", "x"), bind("\x7fsekisho"),
                                     execute("\x7fsekisho"), describe("\x7fsekisho"),
                                     Close(subject=Subject.PORTAL, name="\x7fsekisho")])  # fmt: skip
def test_its_names_are_nobody_elses(message):
    with pytest.raises(PeerError, match="the gateway's"):
        Talk().ask(message)


# What the gate refuses.


def test_a_refused_query_is_answered_at_once_when_nothing_waits():
    talk = Talk().refuse(Query(query="bad"))
    assert (talk.to_target, talk.to_person) == ("", "EZ")
    assert b"42501" in talk.told


def test_a_refused_query_waits_for_its_turn():
    talk = Talk().ask(Query(query="one")).refuse(Query(query="bad")).ask(Query(query="two"))
    assert talk.to_person == ""
    talk.hear(SHAPE, ROW, DONE, IN_TRANSACTION)
    assert talk.to_person == "TDCZEZ"
    assert talk.told.endswith(b"Z\0\0\0\5T")
    assert talk.hear(OTHER, ROW, DONE, READY).rows == [("one", SHAPE), ("two", OTHER)]


def test_a_refused_parse_skips_its_batch_and_comes_behind_what_was_asked_before():
    talk = Talk().ask(prepare("", "one"), bind(), execute()).refuse(prepare("", "bad")).ask(bind(), execute(), Sync())
    assert talk.to_target == "PBDEHS"
    talk.hear(ParseComplete(), BindComplete(), SHAPE, ROW, DONE, READY)
    assert talk.to_person == "12DCEZ"
    assert talk.rows == [("one", SHAPE)]


def test_an_error_of_the_target_before_it_takes_the_refusals_place():
    talk = Talk().ask(prepare("", "bad too")).refuse(prepare("", "bad")).ask(Sync()).hear(ERROR, READY)
    assert talk.to_person == "EZ"


def test_one_refusal_a_batch():
    talk = Talk().refuse(prepare("", "bad")).refuse(prepare("", "bad")).ask(Sync()).hear(READY)
    assert talk.to_person == "EZ"


@pytest.mark.parametrize("message", [Sync(), Flush(), Terminate()])
def test_what_has_no_answer_cannot_be_refused(message):
    with pytest.raises(GatewayFault):
        Talk().refuse(message)


def test_a_function_call_is_refused_by_name():
    talk = Talk().ask(FunctionCall(function=1))
    assert (talk.to_target, talk.to_person) == ("", "EZ")
    assert b"0A000" in talk.told


@pytest.mark.parametrize("message", [CopyData(data=b""), CopyDone(), CopyFail(reason="")])
def test_a_copy_by_the_person_ends_the_session(message):
    with pytest.raises(PeerError, match="nothing is copied"):
        Talk().ask(message)


@pytest.mark.parametrize("message", [Query(query="x"), FunctionCall(function=1)])
@pytest.mark.parametrize("does", ["ask", "refuse"])
def test_a_simple_query_within_a_batch_ends_the_session(message, does):
    with pytest.raises(PeerError, match="before the Sync"):
        getattr(Talk().ask(prepare("", "one")), does)(message)


@pytest.mark.parametrize("message", [READY, DONE, AuthenticationOk(), ERROR])
def test_a_servers_message_from_a_client_ends_the_session(message):
    with pytest.raises(PeerError, match="no request"):
        Talk().ask(message)


# Bounds, and the end.


def test_names_are_bounded():
    talk = Talk()
    for number in range(NAMES_MAX):
        talk.ask(prepare(f"s{number}", "x"))
    talk.sent = b""
    talk.ask(prepare("one too many", "x"))
    assert talk.to_target == "H"
    talk.ask(Sync()).hear(*[ParseComplete()] * NAMES_MAX)
    assert b"53400" in talk.told


def test_requests_without_an_answer_are_bounded():
    conversation = Conversation()
    with pytest.raises(PeerError, match="wait for an answer"):
        for _ in range(WAITING_MAX + 1):
            conversation.ask(Sync())


def test_behind_the_end_nothing_passes_either_way():
    talk = Talk().ask(Query(query="one"), Terminate(), Query(query="two"))
    assert talk.to_target == "QX"
    assert talk.hear(SHAPE, ROW, DONE, READY).to_person == ""


def test_a_fatal_error_ends_it_and_no_word_of_it_passes():
    talk = Talk().hear(FATAL)
    assert talk.conversation.has_ended
    assert b"57P01" in talk.told
    assert b"leak" not in talk.told
    assert talk.ask(Query(query="one")).refuse(Query(query="two")).to_target == ""


def test_a_cancel_is_worth_passing_on_only_while_the_target_works():
    talk = Talk()
    assert not talk.conversation.is_busy
    assert talk.ask(Query(query="one")).conversation.is_busy
    assert not talk.refuse(Query(query="bad")).hear(SHAPE, DONE, READY).conversation.is_busy


# The target.


@pytest.mark.parametrize("message", [NoticeResponse(fields={"M": "leak"}),
                                     NotificationResponse(process_id=1, channel="c", payload="leak"),
                                     ParameterStatus(name="application_name", value="leak"),
                                     ParameterStatus(name="TimeZone", value="<leak>-9")])  # fmt: skip
def test_what_is_told_in_passing_does_not_reach_the_person(message):
    assert Talk().hear(message).ask(Query(query="x")).hear(message, SHAPE, message, DONE).to_person == "TC"


def test_a_setting_that_drivers_need_passes():
    assert Talk().hear(ParameterStatus(name="TimeZone", value="Asia/Tokyo")).to_person == "S"


def test_a_tag_that_carries_more_than_a_tag_is_a_fault():
    for tag in ("SELECT 09011112222333344445555", "leak", "SELECT 1\n", "INSERT 0 1 2", ""):
        with pytest.raises(TargetError, match="command tag"):
            Talk().ask(Query(query="x")).hear(CommandComplete(tag=tag))


STAGED = {
    None: [],
    Stage.QUERY: [Query(query="x")],
    Stage.QUERY_ROWS: [Query(query="x"), SHAPE],
    Stage.QUERY_ENDED: [Query(query="x"), DONE],
    Stage.FAILED: [Query(query="x"), ERROR],
    Stage.PARSE: [prepare("", "x")],
    Stage.BIND: [prepare("", "x"), bind(), ParseComplete()],
    Stage.DESCRIBE_STATEMENT: [prepare("", "x"), Describe(subject=Subject.STATEMENT, name=""), ParseComplete()],
    Stage.DESCRIBE_RESULT: [prepare("", "x"), Describe(subject=Subject.STATEMENT, name=""), ParseComplete(),
                              ParameterDescription(types=())],
    Stage.DESCRIBE_PORTAL: [prepare("", "x"), bind(), describe(), ParseComplete(), BindComplete()],
    Stage.EXECUTE: [prepare("", "x"), bind(), execute(rows_max=1), ParseComplete(), BindComplete(), SHAPE],
    Stage.OWN_EXECUTE: [prepare("", "x"), bind(), ParseComplete(), BindComplete()],  # with something ahead
    Stage.CLOSE: [Close(subject=Subject.PORTAL, name="")],
    Stage.SYNC: [Sync()],
}  # fmt: skip
SAMPLES = {each.TYPE: each for each in (
    DONE, READY, SHAPE, ParseComplete(), BindComplete(), CloseComplete(), NoData(), EmptyQueryResponse(), PortalSuspended(),
    ParameterDescription(types=()),
)}  # fmt: skip
TOLD_ANYWHERE = set(b"NASE")


@pytest.mark.parametrize("stage", STAGED, ids=str)
def test_at_each_stage_only_what_the_table_says(stage):
    for kind in set(BOUNDS[Side.BACKEND]) - TOLD_ANYWHERE:
        talk = Talk(Ahead("ahead", lambda _about: False) if stage is Stage.OWN_EXECUTE else None)
        for message in STAGED[stage]:
            (talk.ask if isinstance(message, Query | Parse | Bind | Describe | Execute | Close | Sync) else talk.hear)(
                message
            )
        whole = ROW if kind == ord("D") else SAMPLES[kind].encoded() if kind in SAMPLES else bytes([kind]) + b"\0\0\0\4"
        if stage is not None and kind in ANSWERS[stage]:
            talk.hear(whole)
        else:
            with pytest.raises(TargetError):
                talk.hear(whole)


def test_every_stage_is_tried():
    assert set(STAGED) == {None} | set(Stage) - {Stage.DONE, Stage.REFUSED, Stage.REFUSED_QUERY}
    assert set(ANSWERS) == set(Stage)


def test_an_error_where_nothing_is_due_is_a_fault():
    with pytest.raises(TargetError):
        Talk().hear(ERROR)
    with pytest.raises(TargetError):
        Talk().ask(Query(query="x")).hear(ERROR, ERROR)
