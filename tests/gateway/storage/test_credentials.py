import psycopg
import pytest

from gateway.storage.address import parsed
from gateway.storage.credentials import refuse_environment, with_credentials
from gateway.storage.engine import open_engine
from gateway.vocabulary.outcome import GatewayFault

URL = parsed("postgresql://sekisho_keeper@/x?host=/run/postgresql")


def a_file(folder, name, mode=0o600):
    file = folder / name
    file.write_text("planted")
    file.chmod(mode)
    return file


def test_without_a_folder_or_a_file_the_server_knows_us_by_our_user(tmp_path):
    assert with_credentials(URL, None, "keeper") == URL
    a_file(tmp_path, "registrar.pgpass")
    assert with_credentials(URL, tmp_path, "keeper") == URL


def test_each_process_has_files_of_its_own(tmp_path):
    words = a_file(tmp_path, "keeper.pgpass")
    key = a_file(tmp_path, "registrar.key", 0o400)
    assert with_credentials(URL, tmp_path, "keeper").query["passfile"] == str(words)
    found = with_credentials(URL, tmp_path, "registrar").query
    assert (found["sslkey"], found["sslcert"]) == (str(key), str(tmp_path / "registrar.crt"))


@pytest.mark.parametrize("name", ["keeper.pgpass", "keeper.key"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_R83_a_secret_that_others_can_read_is_refused(tmp_path, name, mode):
    a_file(tmp_path, name, mode)
    with pytest.raises(GatewayFault, match="chmod 0600"):
        with_credentials(URL, tmp_path, "keeper")


@pytest.mark.parametrize("name", ["PGPASSWORD", "PGOPTIONS", "PGHOSTADDR", "PGSSLMODE", "PGUSER"])
def test_R83_what_stands_in_the_environment_refuses_and_is_not_shown(monkeypatch, name):
    monkeypatch.setenv(name, "planted")
    with pytest.raises(GatewayFault, match=name) as refused:
        open_engine("postgresql://localhost/x")
    assert "planted" not in str(refused.value)


def test_every_variable_of_the_libpq_in_use_is_meant(monkeypatch):
    """Told by libpq itself, so that a newer one's are refused, too."""
    for option in psycopg.pq.Conninfo.get_defaults():
        if option.envvar:
            with monkeypatch.context() as one:
                one.setenv(option.envvar.decode(), "x")
                with pytest.raises(GatewayFault):
                    refuse_environment()
    refuse_environment()
