"""The gateway before a PostgreSQL as operators have it: TLS with a pinned certificate, SCRAM bound to it, or a certificate.

And the other half of test_database_leaks.py: without the gate, on the same data, the same statements do show people.
"""

import json
import random
import re

import psycopg
import pytest
from psycopg.pq import ExecStatus

from gateway.crypto.digest import sha256
from gateway.crypto.server_certificate import print_of
from tests.gateway.relay.postgres.target.a_database import _HBA, PASSWORD, made
from tests.walks.clients import eventually
from tests.walks.database import DatabaseClient
from tests.walks.database_attempts import COMMANDS, MASKED, PERSON, SHAPES
from tests.walks.own_database import BY_CERTIFICATE, BY_PASSWORD, OwnDatabase, own_database, people
from tests.walks.own_stack import own_stack
from tests.walks.test_database_leaks import REFUSED, tap_of
from tests.walks.truth import truth
from tests.walks.wiretap import PLAIN

pytestmark = pytest.mark.timeout(300)  # its own stack, registered step by step, on a busy machine
CLIENTS = ("C01", "C02", "C19")


@pytest.fixture(scope="module")
def own():
    with own_stack(people=1) as stack, own_database(stack) as own:
        own.order("e001", *CLIENTS)
        yield own


@pytest.fixture
def client(own: OwnDatabase, tmp_path):
    return _client(own, tmp_path, BY_PASSWORD)


_WORDS: dict[str, DatabaseClient] = {}


def _client(own, folder, target):
    """The same log-in for all tests of a target."""
    if target not in _WORDS:
        _WORDS[target] = DatabaseClient(own.stack.demo, people(own.stack.demo)[0], folder, target=target)
        _WORDS[target].said()
    kept = DatabaseClient(own.stack.demo, people(own.stack.demo)[0], folder, target=target)
    kept.take(_WORDS[target])
    return kept


@pytest.mark.parametrize("target", [BY_PASSWORD, BY_CERTIFICATE])
def test_R14_log_in_at_the_target_names_nobody_a_password(own, tmp_path, target):
    client = _client(own, tmp_path, target)
    ran = client.psql("-At", "-c", f"select customer_id, phone from customers where customer_id = '{PERSON}'")
    assert ran.stdout == f"{PERSON}|***-****-****\n", ran.stderr
    role = "reader" if target == BY_PASSWORD else "certified"
    assert f"user={role}" in own.server.log
    assert PASSWORD not in own.server.log
    (session, *_) = own.sekisho.sessions_of(client.username)
    uses = [one["data"]["use"] for one in own.sekisho.events("--kind", "key.used")]
    assert session["target"] == target
    assert any(("password" if target == BY_PASSWORD else "certificate") in use for use in uses)


def test_R04_without_the_gate_the_same_statements_show_people(own):
    """The control of the leak tests: as the target's own superuser, on the same rows."""
    known, leaked, ran = truth(own.stack.demo), 0, 0
    address = f"host={own.server.home} port={own.server.port} user=postgres dbname=callcenter"
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in (*MASKED, *SHAPES):
            if "pg_sleep" in statement or "lo_export" in statement:
                continue
            with connection.transaction(force_rollback=True):
                found, said = _shown(connection, statement)
            ran += 1
            leaked += bool(known.people_in(f"{found}{said}".encode()))
    assert leaked > 45, f"{leaked} of {ran}"


def _shown(connection, statement):
    try:
        cursor = connection.execute(statement)
        return (cursor.fetchall() if cursor.description else ""), ""
    except psycopg.Error as error:
        return "", str(error)


def test_R04_R05_through_the_gate_they_show_nobody(own, client):
    with tap_of(client) as tap, client.connect(port=tap.port, **PLAIN) as connection:
        for statement in (*MASKED, *SHAPES, *COMMANDS):
            try:
                connection.execute(statement)
            except psycopg.Error as error:
                assert statement not in MASKED
                assert error.sqlstate in REFUSED, (statement, error)
        assert not truth(own.stack.demo).people_in(tap.received)
    assert b"***-****-****" in tap.received


@pytest.mark.parametrize("mode", ["simple", "extended", "prepared"])
def test_pgbench_select_only(client, mode):
    """Its own script, `-S`, on its own tables, which hold nobody."""
    ran = client.run("pgbench", "-S", "-n", "-M", mode, "-c", "4", "-j", "2", "-t", "50", named="")
    assert "number of transactions actually processed: 200/200" in ran.stdout, ran.stderr
    assert "number of failed transactions: 0" in ran.stdout


def test_R25_aggregates_are_of_the_clients_the_order_names(own, tmp_path):
    client = _client(own, tmp_path, BY_PASSWORD)
    with client.connect() as connection:
        counted = connection.execute("select client_code, count(*) from customers group by client_code").fetchall()
        assert {code for code, _ in counted} <= set(CLIENTS)
        assert counted


def test_R25_what_nobody_classified_is_masked_whole(own, client):
    own.server.sql(
        "CREATE TABLE added_today AS SELECT * FROM customers; GRANT SELECT ON added_today TO reader, certified"
    )
    with tap_of(client) as tap, client.connect(port=tap.port, **PLAIN) as connection:
        (row,) = connection.execute("select * from added_today limit 1").fetchall()
        assert all(value is None or set(value) <= set("*＊ -@") for value in row), row
        with pytest.raises(psycopg.Error, match="sekisho target catalogue"):
            connection.execute("select * from added_today where customer_id = '100007'")
        assert not truth(own.stack.demo).people_in(tap.received)


@pytest.fixture
def new_table(own):
    """A table somebody made this morning."""
    own.server.sql(
        'CREATE TABLE "問合せ" (id int, "顧客名" text, "x y" text); GRANT SELECT ON "問合せ" TO reader, certified;'
        "INSERT INTO \"問合せ\" VALUES (1, '山田 太郎', 'secret')"
    )
    yield "public.問合せ"
    own.server.sql('DROP TABLE "問合せ"')


def test_R05_a_table_nobody_classified_is_masked_told_once_and_proposed(own, new_table, client, tmp_path):
    for _ in range(2):
        ran = client.psql("-At", "-c", 'select * from "問合せ"')
        assert ran.stdout == "|＊＊*＊＊|******\n", ran.stdout + ran.stderr
    refused = client.psql("-c", 'select id from "問合せ" where "顧客名" like \'山%\'')
    assert "sekisho target catalogue" in refused.stderr
    told = [one["data"] for one in own.sekisho.events("--kind", "catalogue.drift")]
    (once,) = (one for one in told if one["target"] == BY_PASSWORD)
    assert set(once["relations"]) <= {new_table, "public.added_today"}
    for target in (BY_PASSWORD, BY_CERTIFICATE):
        administrator = own.sekisho.administrator()
        ran = own.sekisho.run("target", "catalogue", target, "--check", "--json", by=administrator)
        assert ran.returncode == 1, ran.stdout + ran.stderr
        found = json.loads(ran.stdout)["catalogue"]
        here = [one for one in found["differences"] if f"public.{one['relation']}" == new_table]
        assert [(one["differs"], one["column"], one["writable"]) for one in here] == [
            ("new", "id", True), ("new", "x y", False), ("new", "顧客名", True),
        ]  # fmt: skip
        assert '"顧客名" = {type = "text", kind = "name"}' in found["text"]
        assert "山田" not in found["text"]


def _let_passwords_change(own):
    """First: a change of the other target's password that meets a strange certificate is given up, and that target suspended."""

    def is_over():
        rotation = own.sekisho.json("target", "show", BY_PASSWORD)["target"]["rotation"]
        return rotation["due"] is None and not rotation["changing"]

    eventually(is_over, 60)


def test_the_certificate_of_another_server_ends_it_before_any_log_in(own, tmp_path):
    client = _client(own, tmp_path, BY_CERTIFICATE)
    before = (
        (own.server.home / "data" / "server.crt").read_bytes(),
        (own.server.home / "data" / "server.key").read_bytes(),
    )
    _, certificate, key = made()
    _let_passwords_change(own)
    own.server.shows(certificate, key)
    try:
        ran = client.psql("-c", "select 1")
        assert ran.returncode == 2
        assert "証明書" in ran.stderr
        assert "certificate" in ran.stderr
        assert own.sekisho.run("target", "certificate", BY_CERTIFICATE).returncode == 1
    finally:
        own.server.shows(*before)
    assert eventually(lambda: client.psql("-c", "select 1").returncode == 0)


def test_R16_the_next_certificate_is_pinned_beside_the_old_one_by_two_and_nothing_stops(own, tmp_path):
    """A renewal by hand: `target certificate --ask --keep`, `change confirm`, the new certificate shown, then the old let go."""
    client, sekisho = _client(own, tmp_path, BY_CERTIFICATE), own.sekisho
    held = own.server.home / "data"
    before = ((held / "server.crt").read_bytes(), (held / "server.key").read_bytes())
    der, certificate, key = made()
    file = tmp_path / "next.pem"
    file.write_bytes(certificate)
    asked = sekisho.json("target", "certificate", BY_CERTIFICATE, "--ask", "--keep", "--file", str(file))
    assert client.psql("-c", "select 1").returncode == 0
    _let_passwords_change(own)
    own.server.shows(certificate, key)
    try:
        assert client.anew().psql("-c", "select 1").returncode != 0, "asked for is not pinned"
        alone = sekisho.run("change", "confirm", asked["change"], "--json")
        assert alone.returncode != 0, "nobody confirms what he asked for"
        sekisho.json("change", "confirm", asked["change"], by=sekisho.administrator())
        pinned = sekisho.json("target", "show", BY_CERTIFICATE)["target"]
        assert print_of(der) in json.dumps(pinned)
        assert eventually(lambda: client.psql("-c", "select 1").returncode == 0)
        assert sekisho.run("target", "certificate", BY_CERTIFICATE).returncode == 0
    finally:
        own.server.shows(*before)
    assert eventually(lambda: client.psql("-c", "select 1").returncode == 0), "the old one is kept as well"


def test_R37_what_ran_on_the_server_is_what_the_journal_says(own, tmp_path):
    """Whatever the protocol does with names, portals and batches: the server's own log has no statement the journal has not."""
    own.server.sql("ALTER SYSTEM SET log_statement = 'all'; SELECT pg_reload_conf()")
    client, draw = _client(own, tmp_path, BY_PASSWORD), random.Random(4711)
    begun = len(own.server.log)
    sent: dict[str, str] = {}
    try:
        for _ in range(6):
            with client.connect() as connection:
                _ask_anything(connection.pgconn, draw, sent)
    finally:
        own.server.sql("ALTER SYSTEM RESET log_statement; SELECT pg_reload_conf()")
    ran = {found[1] for found in _EXECUTED.finditer(own.server.log[begun:])}
    digests = {sha256(sql.encode()).hex(): mark for mark, sql in sent.items()}

    def journalled():
        kinds = ("statement.run", "statement.ran")
        told = [one["data"]["digest"] for kind in kinds for one in own.sekisho.events("--kind", kind, limit=2000)]
        found = {digests[each] for each in told if each in digests}
        return found if found >= ran else None

    told = eventually(journalled, 15)
    assert len(ran) > 40, len(ran)
    assert told >= ran
    refused = {one["data"]["digest"] for one in own.sekisho.events("--kind", "statement.refused", limit=2000)}
    assert not {digests[each] for each in refused if each in digests} & ran, "refused, and yet run"


_EXECUTED = re.compile(r"LOG:  (?:execute [^:]*|statement): [^\n]*?(mark-\d+-)")


def _ask_anything(wire, draw, sent):
    """Seventy pieces of the extended and simple protocol, each statement with a mark of its own; errors are part of it."""
    names = ["", "a", "b"]
    for _ in range(70):
        mark = f"mark-{len(sent)}-"
        sql = draw.choice(
            [
                f"select code, '{mark}' from client where code = 'C01'",
                f"select '{mark}', phone from customers limit 2",
                f"select '{mark}' where name like 'x'",
                f"select phone from customers where phone like '{mark}%'",
                f"delete from client where code = '{mark}'",
                f"select '{mark}'; select 2",
                f"select 1 / (length('{mark}') - {len(mark)})",
            ]
        )
        sent[mark] = sql
        name, query = draw.choice(names).encode(), sql.encode()
        match draw.randrange(6):
            case 0:
                wire.exec_(query)
            case 1:
                wire.exec_params(query, None)
            case 2:
                wire.prepare(name, query)
            case 3:
                wire.prepare(name, query)
                wire.exec_prepared(name, None)
            case 4:
                wire.exec_(draw.choice([b"begin", b"commit", b"rollback", b"savepoint s", b"rollback to s"]))
                wire.exec_prepared(name, None)
            case 5:
                wire.enter_pipeline_mode()
                other = f"mark-{len(sent)}-"
                sent[other] = sql.replace(mark, other)
                for each in (sql, sent[other]):
                    wire.send_query_params(each.encode(), None)
                wire.pipeline_sync()
                _drained(wire)
                wire.exit_pipeline_mode()


def _drained(wire):
    nothing = 0
    while nothing < 3:
        result = wire.get_result()
        if result is None:
            nothing += 1
        elif result.status == ExecStatus.PIPELINE_SYNC:
            return
        else:
            nothing = 0


def test_a_target_that_does_not_let_the_gateway_in_is_said_so(own, tmp_path):
    client = _client(own, tmp_path, BY_CERTIFICATE)
    own.server.hba("local all all trust\nhost all all 127.0.0.1/32 reject\n")
    try:
        ran = client.psql("-c", "select 1")
        assert ran.returncode == 2
        assert "FATAL" in ran.stderr
        assert "管理者" in ran.stderr
    finally:
        own.server.hba(_HBA)
