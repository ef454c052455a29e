"""R-44 on PostgreSQL: each process under its own role does its work, and nothing else."""

from datetime import date

import psycopg
import pytest

from gateway.audit.ports import SignedCheckpoint
from gateway.authentication.lockout import Attempts
from gateway.authentication.web_session import EndReason
from gateway.rotation.due import Reason, Rotation
from gateway.sessions.session import RecordingSummary, State
from gateway.storage.engine import open_engine, writing
from gateway.storage.for_keeper import KeeperCredentials, KeeperLockouts, KeeperUsedCodes, KeeperWebSessions
from gateway.storage.for_office import OfficeLists
from gateway.storage.for_registrar import Store
from gateway.storage.grants import grant
from gateway.storage.journal_source import DatabaseJournal
from gateway.storage.revision import require_current
from gateway.storage.rights import RIGHTS, Process
from gateway.storage.tables import metadata
from gateway.vocabulary.identity import Engagement, Language, Role, Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.party import Client
from gateway.work_orders.order import with_approval
from tests.databases import command, empty_file
from tests.gateway.storage.samples import (
    HOUR,
    NOW,
    StillClock,
    add_person,
    approval,
    entries,
    order,
    session,
    staffed,
    target,
)
from tests.gateway.storage.stores.test_web_sessions import SATO as WEB_SESSION

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"])


@pytest.fixture
def roles(database, postgres_server, request):
    """Names of this test's own, because roles belong to the whole server."""
    names = {process: f"{database.url.database}_{process}" for process in Process}
    yield names
    for role in names.values():
        command(postgres_server, f"DROP OWNED BY {role} CASCADE; DROP ROLE {role}", str(database.url.database))


@pytest.fixture
def granted(database, cipher, roles):
    staffed(database, cipher)
    grant(database, roles)
    return database


@pytest.fixture
def as_process(granted, roles, postgres_server):
    engines = []

    def opened(process):
        engines.append(open_engine(postgres_server.url(str(granted.url.database), roles[process])))
        return engines[-1]

    yield opened
    for engine in engines:
        engine.dispose()


def _refused(engine, statement):
    with pytest.raises(GatewayFault) as fault, writing(engine) as connection:
        connection.exec_driver_sql(statement)
    return isinstance(fault.value.__cause__.orig, psycopg.errors.InsufficientPrivilege)


@pytest.mark.parametrize("process", [process for process in Process if RIGHTS[process]])
def test_R44_no_process_changes_or_removes_what_is_written(as_process, process):
    engine = as_process(process)
    for table in ("journal", "checkpoint"):
        key = metadata.tables[table].primary_key.columns.keys()[0]
        for statement in (
            f"UPDATE {table} SET {key} = {key}",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
            f"ALTER TABLE {table} DISABLE TRIGGER ALL",
            f"DROP TRIGGER {table}_append_only ON {table}",
            f"DROP TABLE {table}",
            "CREATE TABLE shadow (x int)",
        ):
            assert _refused(engine, statement), (process, statement)


@pytest.mark.parametrize("process", [Process.SESSION, Process.GATEWAY])
def test_R44_a_session_and_the_gateway_do_not_even_connect(as_process, process):
    with pytest.raises(GatewayFault, match="permission denied for database"):
        require_current(as_process(process))


@pytest.mark.parametrize("process", [process for process in Process if RIGHTS[process]])
def test_what_is_not_listed_is_not_granted(as_process, process):
    engine = as_process(process)
    require_current(engine)
    for table in metadata.tables:
        for right, statement in (
            ("SELECT", f"SELECT 1 FROM {table}"),
            ("INSERT", f"INSERT INTO {table} SELECT * FROM {table} WHERE false"),
            ("DELETE", f"DELETE FROM {table} WHERE false"),
        ):
            if right not in RIGHTS[process].get(table, ""):
                assert _refused(engine, statement), (process, statement)


def test_the_registrar_does_all_its_work(as_process, cipher):
    store = Store(as_process(Process.REGISTRAR), cipher)
    change = {
        "employer": "EMP-1", "engagement": Engagement.OWN, "agency": None, "contract_end": date(2028, 3, 31),
        "roles": frozenset({Role.ENGINEER}), "language": Language.ENGLISH, "standing": Standing.ACTIVE,
    }  # fmt: skip
    with store.transaction() as transaction:
        office = transaction.office
        assert add_person(transaction._connection, cipher, "suzuki")
        assert office.change_person("P-suzuki", 1, **change)
        for blob in (b"old", b"new"):
            assert office.put_credential("P-suzuki", "totp", blob)
            assert office.put_target_secret("TG-callcenter-app", "vaulted-key", blob)
        assert office.add_key(fingerprint="F", blob=b"k", kind="person", owner="P-suzuki", comment="", at=NOW)
        assert office.revoke_key("F", NOW)
        assert office.add_terminal(id="T-2", name="pc-02", site="x", owner="x")
        assert office.change_terminal(id="T-2", name="pc-03", site="x", owner="x", standing=Standing.REVOKED)
        assert office.add_target(target("other"))
        assert office.change_target(target("other", free=True))
        assert office.clients.add(Client(id="C-1", name="x"))
        assert office.add_order(order("WO-2"))
        assert office.move_order(with_approval(order("WO-2"), approval("P-kato"))[0], 1)
        transaction.leases.put("P-sato", terminal="T-pc-01", node="n", sessions=1, since=NOW)
        transaction.leases.put("P-sato", terminal="T-pc-01", node="n", sessions=2, since=NOW)
        transaction.leases.drop("P-sato")
        assert transaction.sessions.add(session())
        assert transaction.recordings.opened("R-S-1", session="S-1", path="p", started_at=NOW)
        transaction.sessions.put_state("S-1", State.RUNNING)
        transaction.sessions.put_end("S-1", at=NOW, reason="x", state=State.ENDED)
        summary = RecordingSummary(recording="R-S-1", chunks=1, stored_bytes=1, final_hash=b"h" * 32, last_at=NOW)
        assert transaction.recordings.closed(summary, how="sealed", at=NOW)
        transaction.journal.append(entries(3))
        transaction.journal.add_checkpoint(SignedCheckpoint(size=3, root=b"r" * 32, note=b"n", at=NOW))
    with store.reading() as transaction:
        assert transaction.journal.head() == entries(3)[-1]
        assert transaction.facts.person("P-suzuki").username == "suzuki"


def test_R26_not_even_the_registrar_rewrites_an_order_or_an_approval(as_process):
    engine = as_process(Process.REGISTRAR)
    for statement in (
        "UPDATE work_order SET ends_at = '2099'",
        "UPDATE work_order SET person_id = 'P-kato'",
        "UPDATE approval SET approver_id = 'P-ito'",
        "DELETE FROM approval",
        "UPDATE session SET person_id = 'P-kato'",
        "UPDATE person SET number_digest = 'x'",
        "UPDATE ssh_key SET owner_id = 'P-kato'",
        "DELETE FROM recording",
    ):
        assert _refused(engine, statement), statement


def test_R16_the_keeper_does_its_work_and_unuses_no_code(as_process):
    engine = as_process(Process.KEEPER)
    assert KeeperUsedCodes(engine, StillClock()).use("P-sato", 1)
    assert not KeeperUsedCodes(engine, StillClock()).use("P-sato", 1)
    for failures in (1, 2):
        KeeperLockouts(engine).put("P-sato", Attempts(failures=failures))
    assert KeeperCredentials(engine).of("sato").person == "P-sato"
    assert _refused(engine, "DELETE FROM used_code")
    assert _refused(engine, "UPDATE used_code SET step = 0")


def test_the_office_reads_its_lists(as_process, cipher):
    engine = as_process(Process.OFFICE)
    lists = OfficeLists(engine, cipher)
    assert len(lists.people()) == 3
    assert len(lists.real_names(["P-sato"])) == 1
    assert len(lists.targets()) == 1
    assert list(DatabaseJournal(engine).read(0, None)) == []
    assert list(DatabaseJournal(as_process(Process.WORKER)).checkpoints()) == []


def test_granting_again_takes_away_what_was_added_by_hand(granted, roles, as_process):
    with writing(granted) as connection:
        connection.exec_driver_sql(f"GRANT UPDATE ON journal TO {roles[Process.OFFICE]}")
        connection.exec_driver_sql(f"GRANT UPDATE (at) ON checkpoint TO {roles[Process.OFFICE]}")
    grant(granted, roles)
    engine = as_process(Process.OFFICE)
    assert _refused(engine, "UPDATE journal SET at = at")
    assert _refused(engine, "UPDATE checkpoint SET at = at")


@pytest.mark.parametrize(
    "bad", [{Process.OFFICE: 'x"; DROP TABLE journal; --'}, {Process.OFFICE: "same", Process.WORKER: "same"}]
)
def test_names_that_are_no_names_are_refused(database, bad):
    with pytest.raises(GatewayFault, match="role name of its own"):
        grant(database, bad)


@pytest.mark.parametrize("power", ["owner of a table", "owner of the database", "member of another role", "superuser"])
def test_R44_a_role_that_could_overrule_is_refused(database, postgres_server, power):
    name = str(database.url.database)
    role = f"{name}_powerful"
    command(postgres_server, f"CREATE ROLE {role}")
    statement = {
        "owner of a table": f"ALTER TABLE journal OWNER TO {role}",
        "owner of the database": f"ALTER DATABASE {name} OWNER TO {role}",
        "member of another role": f"GRANT pg_write_all_data TO {role}",
        "superuser": f"ALTER ROLE {role} SUPERUSER",
    }[power]
    command(postgres_server, statement, name)
    with pytest.raises(GatewayFault, match="could overrule"):
        grant(database, {Process.REGISTRAR: role})
    command(postgres_server, f"REASSIGN OWNED BY {role} TO postgres; DROP OWNED BY {role}; DROP ROLE {role}", name)


def test_roles_are_for_postgresql_only(database_kind, tmp_path):
    engine = open_engine(empty_file(tmp_path / "s" / "a.sqlite3"))
    with pytest.raises(GatewayFault, match="PostgreSQL only"):
        grant(engine, {})


def test_R16_the_office_reads_what_is_asked_and_never_its_sealed_body(as_process):
    engine = as_process(Process.OFFICE)
    lists = OfficeLists(engine, None)
    assert list(lists.proposals()) == []
    assert lists.proposal("CH-1") is None
    assert lists.rotation(target()).reason is None
    assert lists.attempts("P-sato") == Attempts()
    assert _refused(engine, "SELECT body FROM proposal")
    assert _refused(engine, "SELECT sealed FROM target_secret")
    assert _refused(engine, "UPDATE rotation SET failed = NULL")


def test_R14_the_registrar_under_its_own_role_takes_a_rotation_through(as_process, cipher):
    store = Store(as_process(Process.REGISTRAR), cipher)
    with store.transaction() as transaction:
        office, ours = transaction.office, target()
        assert office.put_target_secret(ours.id, "vaulted-password", b"old")
        assert office.rotations.prepare(ours.id, b"new")
        office.rotations.put(Rotation(target_id=ours.id, reason=Reason.USED, prepared_at=NOW))
        assert len(office.rotations.wanted()) == 1
        assert office.rotations.keep(ours.id)
        assert office.lift_lock("P-sato")
        assert office.revoke_keys_of("P-sato", NOW) == 0


def test_sessions_of_the_web_office_are_the_registrars_to_write_and_their_tickets_nobodys_to_list(as_process):
    store = Store(as_process(Process.REGISTRAR), None)
    with store.transaction() as transaction:
        sessions = transaction.web_sessions
        assert sessions.add(WEB_SESSION)
        assert sessions.renew("W-1", signed_pass=b"fresh", way="passkey")
        assert sessions.see("W-1", at=NOW, address="::1")
        assert sessions.end("W-1", at=NOW, reason=EndReason.IDLE)
        assert transaction.web_paces.count("x", b"k" * 32, now=NOW, ends_at=NOW + HOUR).times == 1
        assert transaction.web_paces.count("x", b"k" * 32, now=NOW + HOUR, ends_at=NOW + 2 * HOUR).times == 1
    assert KeeperWebSessions(as_process(Process.KEEPER)).of(WEB_SESSION.ticket).signed_pass == b"fresh"
    office = as_process(Process.OFFICE)
    assert OfficeLists(office, None).web_sessions("P-sato")[0].end_reason is EndReason.IDLE
    for column in ("ticket", "signed_pass", "*"):
        assert _refused(office, f"SELECT {column} FROM web_session")
    assert _refused(office, "SELECT * FROM web_pace")
    assert _refused(as_process(Process.REGISTRAR), "UPDATE web_session SET person_id = 'P-kato'")
    assert _refused(as_process(Process.REGISTRAR), "UPDATE web_session SET ticket = ticket")
    assert _refused(as_process(Process.KEEPER), "UPDATE web_session SET ended_at = NULL")
    with store.transaction() as transaction:
        assert transaction.web_sessions.forget(ended_before=NOW + HOUR, limit=10) == 1
