import smtplib

import pytest

from gateway.worker.letter import Letter
from gateway.worker.ports import Delivery
from gateway.worker.post import MailServer
from tests.gateway.worker.a_mail_server import mail_server

LETTER = Letter(subject="[関所] 警報", text="一行目\nsecond line\n.\nafter a dot\n")
ALL = ("a@x.example", "b@x.example", "c@x.example")


@pytest.fixture
def server():
    with mail_server() as made:
        yield made


def post(server) -> MailServer:
    return MailServer(host="127.0.0.1", port=server.port, tls="none", sender="sekisho@gw.example")


def test_each_recipient_gets_a_letter_of_his_own_whole_and_with_its_number(server):
    assert post(server).hand_in(ALL, LETTER, "alarms-n-1-2") == Delivery(taken=ALL, refused=(), later=())
    assert [recipient for recipient, _ in server.mails] == list(ALL)
    for recipient, mail in server.mails:
        assert mail["To"] == recipient
        assert mail["Subject"] == LETTER.subject
        assert mail["Message-ID"] == "<alarms-n-1-2@gw.example>"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail.get_content().replace("\r\n", "\n") == LETTER.text


def test_one_bad_address_keeps_it_from_nobody_else(server):
    server.says = {"a@x.example": "550 no such user", "b@x.example": "451 come back later"}
    assert post(server).hand_in(ALL, LETTER, "n") == Delivery(taken=ALL[2:], refused=ALL[:1], later=ALL[1:2])


def test_what_was_taken_before_the_server_hung_up_stays_taken(server):
    server.dies_after = 1
    assert post(server).hand_in(ALL, LETTER, "n") == Delivery(taken=ALL[:1], refused=(), later=ALL[1:])


def test_an_address_that_is_none_does_not_break_the_others(server):
    odd = ("x\r\nRCPT TO:<y@x.example>", "a@x.example")
    delivery = post(server).hand_in(odd, LETTER, "n")
    assert delivery.taken == ("a@x.example",)
    assert [recipient for recipient, _ in server.mails] == ["a@x.example"]


def test_a_server_that_is_away_is_said(server):
    away = post(server)
    server.stop()
    with pytest.raises(OSError):
        away.hand_in(ALL, LETTER, "n")


def test_a_server_without_tls_gets_nothing_where_tls_is_demanded(server):
    demanding = MailServer(host="127.0.0.1", port=server.port, tls="starttls", sender="s@x.example")
    with pytest.raises(OSError):
        demanding.hand_in(ALL, LETTER, "n")
    with pytest.raises(smtplib.SMTPException):
        demanding.send(ALL, "s", "t")
    assert server.mails == []


def test_the_daily_letter_goes_to_all_or_raises(server):
    post(server).send(ALL, "s", "t")
    assert len(server.mails) == 3
    server.says = {"b@x.example": "550 no"}
    with pytest.raises(OSError):
        post(server).send(ALL, "s", "t")
