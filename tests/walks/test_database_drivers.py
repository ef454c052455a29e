"""Drivers and tools nobody here wrote: psycopg, asyncpg, pg8000, SQLAlchemy, pgbench, JDBC, and what database browsers ask."""

import asyncio
import re
import ssl
import subprocess
from pathlib import Path

import asyncpg
import pg8000.dbapi
import pg8000.native
import psycopg
import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_pem_private_key, pkcs12
from cryptography.x509 import load_pem_x509_certificate
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from tests.walks.clients import need
from tests.walks.database import SECONDS, DatabaseClient
from tests.walks.database_attempts import PERSON

SEEN = Path(__file__).resolve().parents[1] / "gateway" / "guards" / "statements" / "seen"
JAR = Path("/usr/share/java/postgresql.jar")
MASKED_PHONE = "***-****-****"


def context_of(client: DatabaseClient) -> ssl.SSLContext:
    made = ssl.create_default_context(cafile=client.demo["gateway"]["admin_ui"]["ca"])
    made.load_cert_chain(client.certificate, client.key)
    return made


# -- psycopg 3


def test_psycopg_prepares_pipes_and_reads_binary(database: DatabaseClient):
    with database.connect() as connection:
        for number in range(8):  # from the sixth on it is prepared under a name
            row = connection.execute("select name from client where code = %s", [f"C{number + 1:02}"]).fetchone()
            assert row is not None
        with connection.pipeline():
            cursors = [
                connection.execute("select code, %s::int from client where code = %s", [n, "C01"]) for n in range(30)
            ]
            assert [cursor.fetchone() for cursor in cursors] == [("C01", n) for n in range(30)]
        with connection.cursor(binary=True) as cursor:
            row = cursor.execute(
                "select customer_id, phone, birth_date from customers where customer_id = %s", [PERSON]
            ).fetchone()
        assert row == (PERSON, MASKED_PHONE, None)


def test_psycopg_goes_on_after_a_refusal_within_and_without_a_pipeline(database: DatabaseClient):
    with database.connect() as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="may only be put out as it is"):
            connection.execute("select upper(name) from customers where customer_id = %s", [PERSON])
        first = second = None
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.pipeline() as pipeline:
            first = connection.execute("select code from client where code = %s", ["C01"])
            pipeline.sync()
            second = connection.execute("select upper(name) from customers where customer_id = %s", [PERSON])
            assert first.fetchone() == ("C01",)
            second.fetchone()
        assert connection.execute("select code from client where code = %s", ["C02"]).fetchone() == ("C02",)


def test_psycopg_server_cursors_are_refused_and_say_what_to_write_instead(database: DatabaseClient):
    with database.connect(autocommit=False) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="DECLARE") as refused:
            connection.cursor("sweep").execute("select customer_id from customers")
        assert "Permitted: SELECT" in str(refused.value)
        connection.rollback()
        assert connection.execute("select 1").fetchone() == (1,)


def test_psycopg_with_a_transaction_of_its_own(database: DatabaseClient):
    with database.connect(autocommit=False) as connection:
        assert connection.execute("select code from client where code = 'C01'").fetchone() == ("C01",)
        connection.commit()
        with connection.transaction():
            assert connection.execute("show transaction_read_only").fetchone() == ("on",)
        connection.rollback()


def test_sixteen_connections_with_one_log_in_and_the_seventeenth_is_refused(fresh_database: DatabaseClient):
    open_ones = [fresh_database.connect() for _ in range(16)]
    try:
        for each in open_ones:
            assert each.execute("select 1").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError):
            fresh_database.connect()
    finally:
        for each in open_ones:
            each.close()


# -- asyncpg: extended protocol alone, binary results, statements without names, portals


def test_asyncpg(database: DatabaseClient):
    async def work() -> None:
        where = database.address()
        connection = await asyncpg.connect(
            host=where["host"], port=where["port"], user=where["user"], database=where["dbname"],
            password=database.said(), ssl=context_of(database),
        )  # fmt: skip
        try:
            assert await connection.fetchval("select 1 + $1::int", 41) == 42
            row = await connection.fetchrow(
                "select customer_id, phone, birth_date from customers where customer_id = $1", PERSON
            )
            assert tuple(row) == (PERSON, MASKED_PHONE, None)
            async with connection.transaction(readonly=True):
                names = [
                    each["code"]
                    async for each in connection.cursor("select code from client order by code", prefetch=10)
                ]
            assert len(names) == 69
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="may only be put out as it is"):
                await connection.fetch("select lower(email) from customers")
            assert await connection.fetchval("select name from client where code = 'C01'")
        finally:
            await connection.close()

    asyncio.run(work())


# -- pg8000: pure Python, a driver of its own


def test_pg8000(database: DatabaseClient):
    where = database.address()
    with pg8000.native.Connection(
        where["user"], host=where["host"], port=where["port"], database=where["dbname"],
        password=database.said(), ssl_context=context_of(database),
    ) as connection:  # fmt: skip
        assert connection.run("select name, phone from customers where customer_id = :id", id=PERSON) == [
            ["＊＊ ＊＊", MASKED_PHONE]
        ]
        with pytest.raises(pg8000.native.DatabaseError) as refused:
            connection.run("select md5(phone) from customers")
        assert refused.value.args[0]["C"] == "42501"
        assert connection.run("select code from client where code = 'C01'") == [["C01"]]


# -- SQLAlchemy: what an application asks about the database before its first query


def test_sqlalchemy_and_its_inspector(database: DatabaseClient):
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: database.connect(autocommit=False), poolclass=NullPool
    )
    tables = inspect(engine)
    assert {"client", "customers"} <= set(tables.get_table_names())
    assert [each["name"] for each in tables.get_columns("customers")][:3] == ["customer_id", "client_code", "name"]
    assert tables.get_pk_constraint("client")["constrained_columns"] == ["code"]
    assert tables.get_foreign_keys("customers")[0]["referred_table"] == "client"
    with engine.connect() as connection:
        assert (
            connection.execute(text("select phone from customers where customer_id = :id"), {"id": PERSON}).scalar()
            == MASKED_PHONE
        )


# -- pgbench on a table without personal data


@pytest.mark.parametrize("mode", ["simple", "extended", "prepared"])
def test_pgbench(database: DatabaseClient, tmp_path, mode):
    script = tmp_path / "point.sql"
    script.write_text("\\set n random(10, 69)\nselect name from client where code = 'C' || :n;\n")
    ran = database.run("pgbench", "-n", "-M", mode, "-c", "4", "-j", "2", "-t", "25", "-f", str(script), named="")
    assert "number of transactions actually processed: 100/100" in ran.stdout, ran.stderr + ran.stdout
    assert "number of failed transactions: 0" in ran.stdout


# -- what browsers of databases ask


def test_R04_catalogue_queries_of_pgjdbc_dbeaver_and_others_pass(database: DatabaseClient):
    ran = failed = 0
    with database.connect() as connection:
        for statement in (SEEN / "drivers.sql").read_text(encoding="utf-8").split("\n;;\n"):
            values = (("2200",) if "relnamespace=$1" in statement else ("customers",)) if "$1" in statement else None
            asked = re.sub(r"\$1", "%s", statement.replace("%", "%%")) if values else statement
            try:
                connection.execute(asked, values).fetchall()
            except psycopg.errors.UndefinedObject:
                failed += 1
            ran += 1
    assert ran > 8
    assert failed == 0


# -- JDBC, where there is a Java (not installed by deploy/install)

PROBE = """
import java.sql.*;
import java.util.*;

public class Probe {
    public static void main(String[] args) throws Exception {
        Properties p = new Properties();
        p.setProperty("user", args[1]);
        p.setProperty("password", args[2]);
        p.setProperty("sslmode", "verify-full");
        p.setProperty("sslrootcert", args[3]);
        p.setProperty("sslkey", args[4]);
        p.setProperty("sslpassword", "changeit");
        try (Connection c = DriverManager.getConnection(args[0], p)) {
            DatabaseMetaData m = c.getMetaData();
            System.out.println("version " + m.getDatabaseMajorVersion());
            try (ResultSet r = m.getTables(null, "public", "%", new String[] {"TABLE"})) {
                while (r.next()) System.out.println("table " + r.getString("TABLE_NAME"));
            }
            try (ResultSet r = m.getColumns(null, "public", "customers", "%")) {
                while (r.next()) System.out.println("column " + r.getString("COLUMN_NAME") + " " + r.getString("TYPE_NAME"));
            }
            try (ResultSet r = m.getPrimaryKeys(null, "public", "client")) {
                while (r.next()) System.out.println("key " + r.getString("COLUMN_NAME"));
            }
            String one = "select name, phone, birth_date from customers where customer_id = ?";
            try (PreparedStatement s = c.prepareStatement(one)) {
                for (int n = 0; n < 8; n++) {  // from the fifth on it is prepared on the server and read in binary
                    s.setString(1, "100007");
                    try (ResultSet r = s.executeQuery()) {
                        r.next();
                        System.out.println("row " + r.getString(1) + " " + r.getString(2) + " " + r.getDate(3));
                    }
                }
            }
            c.setAutoCommit(false);
            try (PreparedStatement s = c.prepareStatement("select code from client order by code")) {
                s.setFetchSize(10);
                int n = 0;
                try (ResultSet r = s.executeQuery()) { while (r.next()) n++; }
                System.out.println("fetched " + n);
            }
            c.commit();
            c.setAutoCommit(true);
            try (Statement s = c.createStatement()) {
                s.executeQuery("select phone || '' from customers");
            } catch (SQLException e) {
                System.out.println("refused " + e.getSQLState() + " " + e.getMessage());
            }
            c.setReadOnly(true);
            System.out.println("valid " + c.isValid(5));
        }
    }
}
"""


@pytest.mark.skipif(not JAR.exists(), reason="JDBC is tried where java and libpostgresql-jdbc-java are installed")
def test_jdbc(database: DatabaseClient, tmp_path):
    source, where = tmp_path / "Probe.java", database.address()
    source.write_text(PROBE)
    key = load_pem_private_key(database.key.read_bytes(), None)
    certificate = load_pem_x509_certificate(database.certificate.read_bytes())
    keys = tmp_path / "terminal.p12"
    keys.write_bytes(
        pkcs12.serialize_key_and_certificates(b"user", key, certificate, None, BestAvailableEncryption(b"changeit"))
    )
    url = f"jdbc:postgresql://{where['host']}:{where['port']}/{where['dbname']}"
    words = [url, where["user"], database.said(), where["sslrootcert"], str(keys)]
    ran = subprocess.run(
        [need("java"), "-Dstdout.encoding=UTF-8", "-Dfile.encoding=UTF-8", "-cp", str(JAR), str(source), *words],
        capture_output=True, text=True, timeout=3 * SECONDS, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]
    said = ran.stdout.splitlines()
    assert "table customers" in said
    assert "column phone text" in said
    assert "key code" in said
    assert said.count(f"row ＊＊ ＊＊ {MASKED_PHONE} null") == 8
    assert "fetched 69" in said
    assert re.search(r"refused 42501 .*A personal column may only be put out as it is", ran.stdout, re.DOTALL), said
    assert "valid true" in said
