import pytest

from gateway.storage.address import parsed, sqlite_file
from gateway.vocabulary.outcome import GatewayFault


def test_both_kinds_get_the_driver_of_this_room():
    assert parsed("sqlite:////var/lib/sekisho/a b.sqlite3").drivername == "sqlite+pysqlite"
    assert parsed("postgresql://u@/sekisho?host=/run/postgresql").drivername == "postgresql+psycopg"


def test_the_file_of_a_url():
    assert str(sqlite_file(parsed("sqlite:////x/a.sqlite3"))) == "/x/a.sqlite3"
    assert sqlite_file(parsed("postgresql://localhost/x")) is None


@pytest.mark.parametrize(
    "url",
    [
        "no url",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///relative.sqlite3",
        "sqlite:////x/a.sqlite3?mode=memory",
        "mysql://localhost/x",
        "oracle://h/x",
        "postgresql:///sekisho",
        "postgresql://localhost/x?service=elsewhere",
    ],
)
def test_what_is_not_supported_is_refused(url):
    with pytest.raises(GatewayFault):
        parsed(url)


@pytest.mark.parametrize(
    "host", ["db.example.jp", "192.0.2.1", "localhost,db.example.jp", "127.0.0.1.example.jp", "2001:db8::1"]
)
def test_R83_a_server_across_the_network_needs_checked_tls(host):
    for url in (f"postgresql:///x?host={host}", f"postgresql:///x?host=localhost&hostaddr={host}"):
        with pytest.raises(GatewayFault, match="sslmode=verify-full"):
            parsed(url)
        with pytest.raises(GatewayFault, match="sslmode=verify-full"):
            parsed(f"{url}&sslmode=require")
        parsed(f"{url}&sslmode=verify-full")


@pytest.mark.parametrize("host", ["/run/postgresql", "@abstract", "localhost", "127.0.0.1", "::1"])
def test_this_machine_needs_none(host):
    parsed(f"postgresql:///x?host={host}")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:planted@localhost/x",
        "postgresql://u@localhost/x?password=planted",
        "postgresql://u@localhost/x?sslpassword=planted",
        "postgresql://u@localhost/x?options=-csynchronous_commit%3Doff",
        "postgresql://u@localhost/x?user=postgres",
        "postgresql://u@localhost/x?dbname=postgres",
    ],
)
def test_R83_a_password_and_what_is_ours_to_say_are_refused_in_a_url(url):
    with pytest.raises(GatewayFault) as refused:
        parsed(url)
    assert "planted" not in str(refused.value)


def test_a_password_is_never_in_the_refusal():
    with pytest.raises(GatewayFault) as refused:
        parsed("postgresql://u:planted-password@db.example.jp/x")
    assert "planted" not in str(refused.value)
