"""What the demo prints for psql can be pasted, wherever its state lies."""

import shlex
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from deploy.demo_stack.cast import gather
from deploy.demo_stack.greeting import database_lines
from deploy.demo_stack.layout import Layout
from deploy.demo_stack.sekisho import Sekisho


@pytest.mark.parametrize("folder", ["plain", "with blank", "it's", "back\\slash", "雪"])
def test_R97_the_line_for_psql_says_what_libpq_has_to_know(tmp_path: Path, folder: str) -> None:
    layout = Layout(tmp_path / folder)
    layout.people.mkdir(parents=True)
    sato = next(one for one in gather(layout.people, 0) if one.username == "sato")
    sekisho = Sekisho(layout=layout, ssh_port=1, postgres_port=2, office_port=3, mail_port=4)
    line = next(line.strip() for line in database_lines(sekisho, sato, sato) if line.strip().startswith("psql "))
    program, where = shlex.split(line)
    said = conninfo_to_dict(where)
    assert (program, said["user"], said["port"], said["dbname"]) == ("psql", "sato+callcenter-db", "2", "callcenter")
    assert said["sslmode"] == "verify-full"
    assert said["sslrootcert"] == str(sekisho.office_authority)
    assert Path(str(said["sslcert"])).read_text().startswith("-----BEGIN CERTIFICATE-----")
    assert Path(str(said["sslkey"])).stat().st_mode & 0o077 == 0
