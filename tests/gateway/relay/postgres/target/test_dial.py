"""A session on a real target: by password and by certificate, pinned, cancelled, given up where it is not as it should."""

import threading
import time
from contextlib import contextmanager

import pytest

from gateway.crypto.digest import sha256
from gateway.ipc.messages import CallRefused
from gateway.relay.postgres.target import reaching, words
from gateway.relay.postgres.target.dial import Connected, dial
from gateway.relay.postgres.target.talking import Refusing
from gateway.relay.postgres.wire.scram import PLAIN, PLUS
from gateway.relay.postgres.wire.target_login import NotLetIn
from gateway.relay.reaching import AnotherHost, Unreachable
from gateway.vocabulary.outcome import GatewayFault, TargetError, Text
from gateway.vocabulary.target import LoginWay
from tests.gateway.relay.postgres.target.a_database import DATABASE, a_permit, asked, made


@contextmanager
def dialled(database, role="reader", keeper=None, seconds=30, **changes):
    keeper = keeper or database.keeper
    found = dial(a_permit(database.target(**changes), role), keeper, database=DATABASE, statement_seconds=seconds)
    try:
        yield found
    finally:
        found.stream.close()


@contextmanager
def by_certificate(database, keeper=None, role="certified"):
    with dialled(database, role, keeper, login=LoginWay.CERTIFICATE) as found:
        yield found


def one(found: Connected, question: str) -> str | None:
    return asked(found.stream, question)[-1][0][0]


def test_R11_by_the_vaulted_password_bound_to_the_channel(database):
    keeper = database.keeper
    with dialled(database, keeper=keeper) as found:
        assert one(found, "SELECT current_user") == "reader"
        assert one(found, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == "t"
    assert keeper.asked == ["password"]


def test_R11_nobody_in_the_middle_could_pass_the_proof_on(database, monkeypatch):
    chosen = []

    class Watched(reaching.ScramClient):
        def mechanism(self, offered):
            chosen.append((super().mechanism(offered), self._binding))
            return chosen[-1][0]

    monkeypatch.setattr(reaching, "ScramClient", Watched)
    with dialled(database):
        assert chosen == [(PLUS, sha256(database.certificate))]
    with dialled(database, "plain", host_keys=()):
        assert chosen[1:] == [(PLAIN, None)]


def test_R44_by_a_certificate_of_minutes_whose_names_the_targets_log_has(database):
    keeper = database.keeper
    with by_certificate(database, keeper) as found:
        assert one(found, "SELECT current_user") == "certified"
        assert one(found, "SELECT client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()") is not None
    assert keeper.asked == ["x509"]
    assert "CN=certified,UID=sato,OU=S-1" in database.log or "OU=S-1,UID=sato,CN=certified" in database.log


def test_the_session_is_pinned_whatever_the_role_has_set(database):
    database.sql(
        "ALTER ROLE reader SET search_path = 'public'; ALTER ROLE reader SET default_transaction_read_only = off"
    )
    try:
        with dialled(database, seconds=7) as found:
            rows = asked(
                found.stream,
                "SELECT name, setting FROM pg_settings WHERE name IN ('search_path', 'statement_timeout', 'lock_timeout', "
                "'idle_in_transaction_session_timeout', 'default_transaction_read_only', 'standard_conforming_strings', "
                "'application_name', 'client_encoding', 'row_security')",
            )[0]
    finally:
        database.sql("ALTER ROLE reader RESET ALL")
    assert dict(rows) == {
        "search_path": "pg_catalog, pg_temp", "statement_timeout": "7000", "lock_timeout": "5000",
        "idle_in_transaction_session_timeout": "300000", "default_transaction_read_only": "on",
        "standard_conforming_strings": "on", "application_name": "sekisho", "client_encoding": "UTF8", "row_security": "on",
    }  # fmt: skip


def test_R04_nothing_is_written_in_it(database):
    database.sql("GRANT INSERT ON customers TO reader")
    try:
        with dialled(database) as found, pytest.raises(Refusing) as refused:
            asked(found.stream, "INSERT INTO public.customers VALUES (0, 'x', 'y')")
    finally:
        database.sql("REVOKE INSERT ON customers FROM reader")
    assert refused.value.sqlstate == "25006"


def test_it_brings_the_tables_and_what_may_be_told_of_the_server(database):
    with dialled(database) as found:
        places = {(schema, relation, column) for _, _, schema, relation, column in found.snapshot_rows}
        assert {("public", "customers", "phone"), ("pg_catalog", "pg_class", "relname")} <= places
        assert found.parameters["client_encoding"] == "UTF8"
        assert "application_name" not in found.parameters
        assert "session_authorization" not in found.parameters


def test_a_statement_is_cancelled_from_another_thread_and_the_next_one_is_not(database):
    with dialled(database) as found:
        threading.Timer(0.2, found.cancel).start()
        started = time.monotonic()
        with pytest.raises(Refusing) as refused:
            asked(found.stream, "SELECT pg_catalog.pg_sleep(20)")
        assert refused.value.sqlstate == "57014"
        assert time.monotonic() - started < 5
        while found.cancel.under_way:
            time.sleep(0.005)
        assert one(found, "SELECT 'next'") == "next"


def test_a_statement_that_takes_too_long_is_ended_by_the_target(database):
    with dialled(database, seconds=1) as found, pytest.raises(Refusing) as refused:
        asked(found.stream, "SELECT pg_catalog.pg_sleep(20)")
    assert refused.value.sqlstate == "57014"


def raised(database, *args, **kwargs) -> TargetError:
    with pytest.raises(TargetError) as refused, dialled(database, *args, **kwargs):
        pass
    assert refused.value.text is not None
    return refused.value


def test_another_certificate_is_given_up_before_any_proof(database):
    keeper = database.keeper
    found = raised(database, keeper=keeper, host_keys=(made()[0],))
    assert isinstance(found, AnotherHost)
    assert found.text is words.ANOTHER_SERVER
    assert keeper.asked == []


def test_any_of_the_pinned_certificates_is_the_target(database):
    with dialled(database, host_keys=(made()[0], database.certificate)) as found:
        assert one(found, "SELECT 1") == "1"


def test_a_wrong_password_is_refused_in_words_and_tried_once(database):
    keeper = database.keeper
    keeper.secret = b"another"
    found = raised(database, keeper=keeper)
    assert isinstance(found, NotLetIn)
    assert found.sqlstate == "28P01"
    assert keeper.asked == ["password"]


def test_a_certificate_of_another_authority_or_for_another_role_is_refused(database):
    keeper = database.keeper
    keeper.role = "reader"
    with pytest.raises(NotLetIn), by_certificate(database, keeper):
        pass
    keeper = database.keeper
    keeper.authority = type(database)(0, database.home, b"", _another(), database.programs).authority
    with pytest.raises(TargetError) as refused, by_certificate(database, keeper):
        pass
    assert refused.value.text is not None


def _another():
    from datetime import UTC, datetime

    from gateway.crypto import database_client

    return database_client.new_authority(datetime.now(UTC))


@pytest.mark.parametrize("role", ["clear", "hashed"])
def test_a_target_that_asks_for_something_weaker_gets_nothing(database, role):
    assert raised(database, role).text is words.WEAK


def test_a_target_that_asks_for_nothing_where_a_password_is_held_is_given_up(database):
    assert raised(database, "waved").text is words.NOT_AS_IT_SHOULD


def test_a_superuser_is_given_up(database):
    assert raised(database, "boss").text is words.SUPERUSER


@pytest.mark.parametrize("encoding", ["EUC_JP", "LATIN1", "SQL_ASCII"])
def test_R25_a_database_of_another_encoding_is_not_opened_and_the_words_say_so(database, encoding):
    database.sql(f"CREATE DATABASE other TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'", "postgres")
    try:
        with pytest.raises(TargetError) as refused:
            dial(a_permit(database.target()), database.keeper, database="other", statement_seconds=30)
    finally:
        database.sql("DROP DATABASE other WITH (FORCE)", "postgres")
    assert refused.value.text is words.NOT_UTF8
    assert encoding in str(refused.value)


def test_without_a_pinned_certificate_loopback_alone_is_spoken_to_in_the_clear(database, monkeypatch):
    with dialled(database, "plain", host_keys=()) as found:
        assert one(found, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == "f"
    monkeypatch.setattr("gateway.relay.postgres.target.dialling.is_own_machine", lambda sock: False)
    keeper = database.keeper
    assert raised(database, "plain", keeper, host_keys=()).text is words.NO_PIN
    assert keeper.asked == []


def test_a_certificate_is_never_shown_without_tls(database):
    keeper = database.keeper
    with (
        pytest.raises(TargetError) as refused,
        dialled(database, "certified", keeper, login=LoginWay.CERTIFICATE, host_keys=()),
    ):
        pass
    assert refused.value.text is words.NO_PIN
    assert keeper.asked == []


def test_a_vaulted_key_is_no_way_into_a_database(database):
    assert raised(database, login=LoginWay.VAULTED_KEY).text is words.NO_KEY_LOGIN


def test_a_database_that_is_not_there(database):
    permit = a_permit(database.target())
    with pytest.raises(NotLetIn) as refused:
        dial(permit, database.keeper, database="nowhere", statement_seconds=30)
    assert refused.value.sqlstate == "3D000"


def test_nobody_listens(database):
    assert isinstance(raised(database, port=1), Unreachable)


@pytest.mark.parametrize("fault", [GatewayFault("no keeper"), CallRefused("order.refused", Text(ja="否", en="no"))])
def test_R19_without_the_keepers_word_nobody_logs_in(database, fault):
    keeper = database.keeper
    keeper.fault = fault
    with pytest.raises(type(fault)), by_certificate(database, keeper):
        pass
