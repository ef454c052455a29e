"""Alarms leave within seconds, each once, none forgotten: a real SMTP server, and a journal that outlives the worker."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.vocabulary.outcome import GatewayFault
from gateway.worker.alarm_pace import GAP_SECONDS, SAME_SECONDS
from gateway.worker.alarms import BACK_OFF_SECONDS, LOOK_SECONDS, PAGE_ENTRIES, AlarmWatch
from gateway.worker.events import AlarmMailed, AlarmUnsent
from gateway.worker.ports import Seen
from gateway.worker.post import MailServer
from tests.gateway.worker.a_mail_server import mail_server

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PEOPLE = ("yamada@x.example", "kato@x.example")


class Clock:
    def __init__(self):
        self.seconds = 0.0

    def now(self):
        return NOW + timedelta(seconds=self.seconds)

    def monotonic(self):
        return self.seconds


class Journal:
    """The journal as a list: `worker.ports.Tail`, and the registrar's append."""

    def __init__(self):
        self.rows = []
        self.away = False
        self.reads = 0

    def happens(self, kind, times=1, **data):
        for _ in range(times):
            self.rows.append(Seen(seq=len(self.rows), at=NOW, kind=kind, data=data))

    def append(self, events):
        if self.away:
            raise GatewayFault("nobody listens")
        for event in events:
            self.rows.append(Seen(seq=len(self.rows), at=NOW, kind=event.kind, data={"event": event}))

    def of(self, kind):
        return [row.data["event"] for row in self.rows if row.kind == kind]

    def last_seq(self):
        return len(self.rows) - 1

    def after(self, seq, kinds, limit):
        self.reads += 1
        return [row for row in self.rows[seq + 1 :] if row.kind in kinds][:limit]

    def mailed_through(self):
        return max((event.through for event in self.of(AlarmMailed.kind)), default=-1)

    def outage_told(self):
        newest = [row.kind for row in self.rows if row.kind in (AlarmMailed.kind, AlarmUnsent.kind)]
        return bool(newest) and newest[-1] == AlarmUnsent.kind

    def name_of(self, known):
        return {"P-1": "sato"}.get(known)

    def checkpoint(self):
        raise AssertionError


class Town:
    def __init__(self, server):
        self.server, self.clock, self.journal = server, Clock(), Journal()
        self.watch = self.fresh()

    def fresh(self):
        """A worker that was started again."""
        post = MailServer(host="127.0.0.1", port=self.server.port, tls="none", sender="sekisho@gw.example")
        return AlarmWatch(
            node="node1", clock=self.clock, registrar=self.journal, tail=self.journal, post=post, recipients=PEOPLE
        )

    def look(self, seconds=GAP_SECONDS):
        self.clock.seconds += seconds
        return self.watch.look()

    @property
    def mails(self):
        """(recipient, subject) in the order of arrival."""
        return [(recipient, mail["Subject"]) for recipient, mail in self.server.mails]

    @property
    def text(self):
        return self.server.mails[-1][1].get_content()


@pytest.fixture
def town():
    with mail_server() as server:
        yield Town(server)


def refused_again(town, person="P-1"):
    town.journal.happens("refusal.repeated", person=person, refusals=3, minutes=10, last="channel.refused")


def test_R02_R57_an_alarm_is_mailed_at_the_next_look_to_everybody_once(town):
    refused_again(town)
    assert town.look() == LOOK_SECONDS
    assert [recipient for recipient, _ in town.mails] == list(PEOPLE)
    assert "sato (P-1)" in town.text
    for _ in range(5):
        town.look(SAME_SECONDS)
    assert len(town.mails) == 2
    assert town.journal.of("alarm.mailed") == [AlarmMailed(first=0, through=0, alarms=1, recipients=2, missed=0)]


def test_R16_R18_each_locked_account_is_told_within_seconds_and_strangers_cannot_make_news(town):
    for name in ("sato", "suzuki", "tanaka"):
        town.journal.happens("login.locked", username=name, seconds=900, address="a")
        town.look()
        assert f"利用者 {name} を 900 秒間" in town.text
    assert len(town.mails) == 6
    for number in range(11):
        town.journal.happens("login.terminal_unapproved", username=f"n{number}", address="a", fault="no-key")
        town.look()
    assert len(town.mails) == 8


def test_nothing_is_read_where_nothing_was_written(town):
    refused_again(town)
    town.look()
    town.look()
    reads = town.journal.reads
    for _ in range(10):
        town.look(LOOK_SECONDS)
    assert town.journal.reads == reads


def test_what_is_no_alarm_is_not_mailed(town):
    town.journal.happens("session.opened", person="P-1")
    town.journal.happens("session.ended", person="P-1", reason="left")
    town.look()
    assert town.mails == []


def test_a_burst_is_one_mail(town):
    town.journal.happens("login.locked", times=3 * PAGE_ENTRIES, username="x", seconds=900, address="a")
    refused_again(town)
    town.look()
    assert len(town.mails) == 2
    assert "1501" in town.mails[0][1]
    (mailed,) = town.journal.of("alarm.mailed")
    assert (mailed.first, mailed.through, mailed.alarms) == (0, 1500, 1501)


def test_a_flood_is_a_mail_a_minute_and_news_in_it_goes_at_once(town):
    for second in range(120):
        town.journal.happens("login.locked", times=20, username="x", seconds=900, address="a")
        town.look(1.0)
        if second == 30:
            refused_again(town)
    subjects = [subject for recipient, subject in town.mails if recipient == PEOPLE[0]]
    assert len(subjects) <= 4
    news = [subject for subject in subjects if "refusal.repeated" in subject]
    assert len(news) == 1
    told = sum(event.alarms for event in town.journal.of("alarm.mailed"))
    town.look(SAME_SECONDS)
    assert sum(event.alarms for event in town.journal.of("alarm.mailed")) == 120 * 20 + 1 > told - 1


def test_a_server_that_is_away_is_tried_again_more_slowly_journalled_once_and_nothing_is_lost(town):
    town.server.stop()
    refused_again(town)
    pauses = [town.look() for _ in range(6)]
    assert pauses == [*BACK_OFF_SECONDS, BACK_OFF_SECONDS[-1]]
    refused_again(town, "P-2")
    town.look()
    assert [(event.first, event.alarms) for event in town.journal.of("alarm.unsent")] == [(0, 1)]
    town.server.start()
    town.look()
    town.look()
    assert len(town.mails) == 4
    assert [event.through for event in town.journal.of("alarm.mailed")] == [0, 2]
    assert town.look() == LOOK_SECONDS
    town.server.stop()
    refused_again(town, "P-3")
    town.look()
    assert len(town.journal.of("alarm.unsent")) == 2, "another outage"


def test_a_worker_killed_before_sending_sends_after_its_start(town):
    town.server.stop()
    refused_again(town)
    town.look()
    town.watch = town.fresh()
    town.look()
    assert len(town.journal.of("alarm.unsent")) == 1, "the outage was told already"
    town.server.start()
    town.watch = town.fresh()
    town.look()
    assert len(town.mails) == 2


def test_a_worker_killed_after_sending_and_before_the_journal_says_so_uses_the_same_number_again(town):
    refused_again(town)
    town.journal.away = True
    town.look()
    assert len(town.mails) == 2
    town.journal.away = False
    town.watch = town.fresh()
    town.look()
    numbers = {mail["Message-ID"] for _, mail in town.server.mails}
    assert len(town.mails) == 4
    assert len(numbers) == 1, "mail systems can tell that it is the same"
    town.watch = town.fresh()
    town.look()
    assert len(town.mails) == 4


def test_a_registrar_that_is_away_sends_nothing_twice(town):
    refused_again(town)
    town.journal.away = True
    for _ in range(5):
        assert town.look() > 0
    assert len(town.mails) == 2
    town.server.stop()
    town.journal.away = False
    town.look()
    assert len(town.mails) == 2
    assert len(town.journal.of("alarm.mailed")) == 1


def test_an_address_that_is_refused_is_said_and_keeps_nothing_from_the_other(town):
    town.server.says = {PEOPLE[0]: "550 no such user"}
    refused_again(town)
    assert town.look() == LOOK_SECONDS
    assert [recipient for recipient, _ in town.mails] == [PEOPLE[1]]
    (mailed,) = town.journal.of("alarm.mailed")
    assert (mailed.recipients, mailed.missed) == (1, 1)


def test_one_that_is_put_off_gets_it_later_and_the_other_not_again(town):
    town.server.says = {PEOPLE[0]: "451 later"}
    refused_again(town)
    assert town.look() == BACK_OFF_SECONDS[0]
    town.server.says = {}
    town.look()
    assert [recipient for recipient, _ in town.mails] == [PEOPLE[1], PEOPLE[0]]
    assert town.journal.of("alarm.unsent") == []
    assert [event.recipients for event in town.journal.of("alarm.mailed")] == [2]


def test_all_refused_is_an_outage_and_is_tried_until_it_is_mended(town):
    town.server.says = dict.fromkeys(PEOPLE, "550 no")
    refused_again(town)
    for _ in range(20):
        town.look()
    assert town.journal.of("alarm.mailed") == []
    assert len(town.journal.of("alarm.unsent")) == 1
    town.server.says = {}
    town.look()
    assert len(town.mails) == 2


def test_an_entry_that_cannot_be_read_alarms(town):
    town.journal.rows.append(Seen(seq=0, at=NOW, kind="session.ended", data=None))
    town.look()
    assert "0 番が読めません" in town.text


def test_a_person_of_another_type_does_not_break_the_watch(town):
    town.journal.happens("refusal.repeated", person=["P-1"], refusals={}, minutes=None)
    town.look()
    assert len(town.mails) == 2


def test_without_recipients_it_says_so_and_stays_silent(town, caplog):
    watch = AlarmWatch(
        node="node1", clock=town.clock, registrar=town.journal, tail=town.journal, post=town.watch._post, recipients=()
    )
    watch.run(lambda _: pytest.fail("it waited"))
    assert "mail.alarms is empty" in caplog.text


def test_the_loop_looks_every_second(town):
    pauses = []

    def wait(seconds):
        pauses.append(seconds)
        return len(pauses) == 3

    town.watch.run(wait)
    assert pauses == [LOOK_SECONDS] * 3
