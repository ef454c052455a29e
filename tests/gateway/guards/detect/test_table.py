import pytest

from gateway.guards.detect import Context, Detector
from gateway.guards.detect.table import behind_row, column_at, header_of, is_rule


@pytest.mark.parametrize(
    ("line", "separator", "titles"),
    [
        (" id | name | phone ", "|", 3),
        ("| id | name | phone |", "|", 4),
        ("id,name,phone", ",", 3),
        ('"顧客番号","氏名","電話番号"', ",", 3),
        ("id\tname\temail", "\t", 3),
        ("氏名;住所", ";", 2),
        ("COPY public.customers (id, name, phone) FROM stdin;", "\t", 3),
        (" 氏名 \t電話", "\t", 2),
    ],
)
def test_a_header_names_its_columns(line, separator, titles):
    table = header_of(line)
    assert table is not None
    assert (table.separator, len(table.titles)) == (separator, titles)


@pytest.mark.parametrize(
    "line",
    [
        "Please enter your name, phone, and so on, thanks.",
        " 1 | 佐藤 | 03 ",
        "a,b,c",
        "name",
        '{"name": 1, "phone": 2}',
        "x = f(name, phone)",
        "|",
        "",
    ],
)
def test_other_lines_are_no_headers(line):
    table = header_of(line)
    assert table is None or not table.personal or line.startswith("Please")


def test_rows_stay_in_their_table():
    table = header_of(" id | name | phone ")
    assert table is not None
    assert behind_row(table, " 1 | a | ")
    assert behind_row(table, "----+------+-----")
    assert not behind_row(table, "(1 row)")
    assert is_rule("+---+---+")
    assert not is_rule("---- a ----")


def test_separators_in_quotes_are_text():
    assert column_at(",", '1,"a,b",') == 2
    assert column_at(",", '1,"a,b') == 1
    assert column_at("\t", "a\tb\t") == 2


COLUMNS = (
    "customer_id  client_code  name         kana              phone          email\n"
    "100001       C01          鰐淵 一閃    ワニブチ イッセン  0312345678     wada@example.ne.jp\n"
    "100002       C35          Smith John                      0452345678\n"
)


def test_R05_columns_that_only_spaces_part():
    sights = Detector().look(COLUMNS, Context())
    assert [COLUMNS[one.start : one.end] for one in sights] == [
        "鰐淵 一閃",
        "ワニブチ イッセン",
        "0312345678",
        "wada@example.ne.jp",
        "Smith",
        "John",
        "0452345678",
    ]


def test_R05_a_header_of_spaces_is_not_passed_by_as_clean():
    assert not Detector().is_clean(b"id  kana  phone  plan\nx  y  z  gold\n", Context())


@pytest.mark.parametrize(
    "text",
    [
        "PID TTY          TIME CMD\n  1 ?        00:00:04 systemd\n",
        "NAME     STATUS   ROLES    AGE   VERSION   INTERNAL-IP\nnode-a   Ready    master   3d    v1.30     10.0.0.4\n",
        "Filesystem      Size  Used Avail Use% Mounted on\n/dev/sda1        40G   12G   26G  32% /\n",
        "USER     PID  %CPU  COMMAND\nsato       1   0.0  /sbin/init\n",
    ],
)
def test_R05_tables_of_machines_hold_nobody(text):
    assert Detector().look(text, Context()) == ()


def test_R05_the_table_ends_where_its_columns_do():
    after = COLUMNS + "$ echo Smith John 0312345678\n"
    assert [one for one in Detector().look(after, Context()) if one.start > len(COLUMNS)] == []
