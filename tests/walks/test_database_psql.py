"""psql as people have it: describing, completing, paging, timing, watching, cancelling, connecting again; and what it may not."""

import re

import pytest

from tests.walks.database import DatabaseClient

ENDLESS = "select count(*) from client a, client b, client c, client d, client e, client f;"
"""69 to the sixth rows: nobody waits for it, and sleeping is no permitted function."""


def test_R04_describing(database: DatabaseClient):
    asked = "d|d customers|d+ client|dt *.*|di|df|dn|du|dp|dT|dx|conninfo|encoding"  # psql 15 has no right \\l for PostgreSQL 18
    ran = database.psql(script="".join(f"\\{each}\n" for each in asked.split("|")))
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    assert re.search(r"customer_id +\| text", ran.stdout)
    assert "client_pkey" in ran.stdout
    assert re.search(r"public +\| customers +\| table", ran.stdout)
    assert "callcenter" in ran.stdout
    assert "UTF8" in ran.stdout


def test_R05_a_row_is_shown_masked_and_in_its_own_width(database: DatabaseClient):
    ran = database.psql(
        "-c", "select customer_id, client_code, name, phone, email, birth_date, card_number from customers limit 1"
    )
    assert ran.returncode == 0, ran.stderr
    row = ran.stdout.splitlines()[2]
    assert re.fullmatch(r" \d{6} +\| C\d\d +\| [＊ ]+\| [-*]+ *\| \*+@\*+ +\| +\| \*+ *", row), row


def test_several_words_on_the_command_line_and_a_file(database: DatabaseClient, tmp_path):
    script = tmp_path / "look.sql"
    script.write_text("\\timing on\nselect name from client where code = 'C02';\n\\gx\n\\gdesc\n")
    ran = database.psql("-c", "select code from client where code = 'C01'", "-c", "\\x", "-f", str(script))
    assert ran.returncode == 0, ran.stderr
    assert "C01" in ran.stdout
    assert re.search(r"Time: \d+\.\d+ ms", ran.stdout)
    assert "Expanded display is on" in ran.stdout
    assert re.search(r"name +\| text", ran.stdout) or "Type   | text" in ran.stdout


def test_the_status_of_a_script_says_that_something_was_refused(database: DatabaseClient):
    script = "\\set ON_ERROR_STOP on\nselect phone || '' from customers limit 1;\nselect 'not reached';\n"
    ran = database.psql("-f", "-", script=script)
    assert ran.returncode == 3
    assert "not reached" not in ran.stdout
    verbose = database.psql("-v", "VERBOSITY=verbose", "-c", "select phone || '' from customers limit 1")
    assert verbose.returncode == 1
    assert "ERROR:  42501:" in verbose.stderr
    assert "個人データの列は、そのまま出力するほかには使えません" in verbose.stderr
    assert "A personal column may only be put out as it is: phone" in verbose.stderr
    assert re.search(r"SELECT の直後に列名だけを書くと.*Name the column bare after SELECT", verbose.stderr, re.DOTALL)


@pytest.mark.parametrize(
    "line",
    [
        "\\copy customers to '{folder}/taken.csv'",
        "\\copy (select phone from customers) to stdout csv",
        "\\copy client from '{folder}/x.csv'",
    ],
)
def test_R03_copy_is_refused_in_words(database: DatabaseClient, line):
    (database.folder / "x.csv").write_text("X,Y\n")
    ran = database.psql(script=f"{line.format(folder=database.folder)}\nselect 'still here';\n")
    assert "ERROR:" in ran.stderr
    assert "COPY" in ran.stderr
    assert "この種類の文は使えません" in ran.stderr
    assert "still here" in ran.stdout


def test_what_psql_does_by_itself_is_not_ours(database: DatabaseClient):
    """A command of psql's own machine is run there, by whoever sits there; the gateway sees and says nothing of it."""
    ran = database.psql(
        script="\\! echo here\n\\echo there\n\\set n 'C01'\nselect name from client where code = :'n';\n"
    )
    assert ran.stdout.startswith("here\nthere\n")
    assert ran.returncode == 0, ran.stderr


def test_a_cursor_by_fetch_count_is_refused_and_says_so(database: DatabaseClient):
    ran = database.psql(script="\\set FETCH_COUNT 10\nselect code from client;\n\\unset FETCH_COUNT\nselect 'after';\n")
    assert "DECLARE" in ran.stderr
    assert "after" in ran.stdout


def test_on_a_terminal_with_completion_pager_and_a_long_answer(database: DatabaseClient):
    with database.on_terminal(size=(80, 24), more={"PSQL_PAGER": "less"}) as screen:
        screen.expect(r"SSL connection \(protocol: TLSv1\.[23].*callcenter=> ")
        screen.send("select code from cli\t")
        screen.expect("ent ")
        screen.send("where co\t")
        screen.expect("de ")
        screen.line("= 'C03';")
        screen.expect(r"C03.*\(1 row\).*=> ")
        screen.send("\\d cust\t")
        screen.expect("omers")
        screen.line("")
        screen.expect("customer_id.*card_number")
        screen.expect("=> |:")
        screen.send("q\x15")
        screen.line("select code, name from client order by code;")
        screen.expect("C01.*:")
        screen.send("q")
        screen.expect("=> ")
        screen.line("\\q")
        assert screen.wait() == 0


def test_timing_watch_and_cancel_on_a_terminal(database: DatabaseClient):
    with database.on_terminal("-P", "pager=off") as screen:
        screen.expect("=> ")
        screen.line("\\timing on")
        screen.expect("Timing is on.*=> ")
        screen.line("select code from client where code = 'C04' \\watch 1")
        for _ in range(3):
            screen.expect(r"C04.*Time: ", 10)
        screen.send("\x03")
        screen.expect("=> ")
        screen.line(ENDLESS)
        screen.quiet(1)
        screen.send("\x03")
        screen.expect("Cancel request sent.*ERROR:.*取り消し.*cancelled", 10)
        screen.expect("=> ")
        screen.line("select 'alive' as still;")
        screen.expect("alive.*=> ")
        screen.line("\\q")
        assert screen.wait() == 0


def test_connecting_again_needs_no_new_code(database: DatabaseClient):
    with database.on_terminal("-P", "pager=off") as screen:
        screen.expect("=> ")
        for _ in range(3):
            screen.line("\\c")
            screen.expect('You are now connected to database "callcenter" as user.*=> ')
        screen.line("select 'again' as once;")
        screen.expect("again.*=> ")
        screen.line("\\c other")
        screen.expect("(?:FATAL|ERROR).*=> ")
        screen.line("\\q")
        screen.wait()


def test_a_transaction_is_read_only_whatever_is_said(database: DatabaseClient):
    ran = database.psql(
        script="begin;\nselect 'in one' as inside;\ncommit;\nbegin read write;\nbegin isolation level repeatable read;\n"
        "select 1/0;\nselect 1;\nrollback;\nselect 'out' as outside;\nshow transaction_read_only;\nshow server_version;\n"
    )
    assert "in one" in ran.stdout
    assert "READ WRITE" in ran.stderr
    assert "22012" in ran.stderr
    assert "25P02" in ran.stderr
    assert "out" in ran.stdout
    assert re.search(r"transaction_read_only \n-+\n on\n", ran.stdout)


def test_passwords_and_settings_stay_as_they_are(database: DatabaseClient):
    with database.on_terminal() as screen:
        screen.expect("=> ")
        screen.line("\\password")
        screen.expect("new password")
        screen.line("x" * 12)
        screen.expect("again")
        screen.line("x" * 12)
        screen.expect("ERROR:.*この設定は見られないか、変えられません.*password_encryption")
        screen.line("set role postgres;")
        screen.expect("ERROR:")
        screen.line("\\q")
        screen.wait()
