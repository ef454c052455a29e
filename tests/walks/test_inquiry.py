"""A client asks (T-07): with real psql somebody read twelve of its customers; the auditor says who, with the command line alone.

T+15: who was shown its data, how much, for whom they work, for what (R-47). T+25: which sessions showed the twelve (R-48).
"""

import time
from pathlib import Path

import pytest

from gateway.settings import reading
from tests.databases import kept_in
from tests.found_in import found_in
from tests.walks.database import DatabaseClient
from tests.walks.office import Sekisho

MINUTE = 60.0


@pytest.fixture
def mori(demo):
    return next(one for one in demo["people"] if one["username"] == "mori")


def numbers_of(client: DatabaseClient, company: str, count: int) -> list[str]:
    """The company's last customers, whom no other test lists, as psql prints them; nobody's personal columns are read."""
    ran = client.psql(
        "-At",
        "-c",
        f"select customer_id from customers where client_code = '{company}' order by customer_id desc limit {count}",
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()


def read(client: DatabaseClient, numbers: list[str], company: str) -> None:
    """Look these customers up, masked."""
    among = ", ".join(f"'{number}'" for number in numbers)
    ran = client.psql(
        "-c",
        f"select customer_id, name, phone from customers where client_code = '{company}' and customer_id in ({among})",
    )
    assert ran.returncode == 0, ran.stderr
    assert f"({len(numbers)} row" in ran.stdout, ran.stdout[-200:]


def test_T07_the_client_asks_who_saw_its_twelve_customers(
    database: DatabaseClient, fresh_database: DatabaseClient, sekisho: Sekisho, mori, tmp_path: Path
) -> None:
    company = "C01"
    known = numbers_of(database, company, 40)
    twelve, others = known[20:32], known[32:40]
    read(fresh_database, twelve, company)
    read(fresh_database, others[:3], company)
    read(database, [twelve[5], *others[3:5]], company)
    file = tmp_path / "complaints.csv"
    file.write_bytes(
        "お客様番号,申出日\r\n".encode("cp932") + b"".join(f"{each},2022-07-01\r\n".encode() for each in twelve)
    )

    began = time.monotonic()
    index = sekisho.json("inquiry", "client", company, "--purpose", "委託元からの照会", by=mori)
    assert time.monotonic() - began < MINUTE
    mine = next(each for each in index["sessions"] if each["username"] == fresh_database.username)
    employers = {each["id"]: each for each in index["employers"]}
    assert (mine["target"], mine["masked"]) in {("callcenter-db", 12), ("callcenter-db", 3)}
    assert employers[mine["employer"]]["kind"] in ("processor", "sub-processor")
    assert mine["terminal"]
    assert index["total"]["masked"] == sum(each["masked"] for each in index["lines"])

    began = time.monotonic()
    found = sekisho.json(
        "inquiry", "subject", company, "--file", str(file), "--purpose", "苦情 12 件の照会", by=mori
    )  # fmt: skip
    assert time.monotonic() - began < MINUTE
    overlaps = {each["username"]: each for each in found["overlaps"]}
    assert found["overlaps"][0]["username"] == fresh_database.username
    assert len(overlaps[fresh_database.username]["people"]) == 12
    assert overlaps[fresh_database.username]["sessions"][0]["shown"] == 12
    assert all(len(each["people"]) < 12 for name, each in overlaps.items() if name != fresh_database.username)
    assert 6 in overlaps[database.username]["people"], "the sixth of the list"
    assert found["unmet"] == []

    told = sekisho.run("inquiry", "subject", company, "--file", str(file), "--purpose", "苦情", by=mori)
    assert told.returncode == 0, told.stderr
    assert "12/12" in told.stdout
    made = [each["data"] for each in sekisho.events("--limit", "60") if each["kind"] == "inquiry.made"]
    assert [each["numbers"] for each in made[-3:]] == [0, 12, 12]
    for number in twelve:
        assert number not in told.stdout
        assert number not in str(made)
    assert _planted_nowhere(Path(sekisho.demo["settings"]), "委託元からの照会", twelve)


def _planted_nowhere(settings: Path, planted: str, numbers: list[str]) -> bool:
    """No file of logs holds one of the numbers; the search is proved on what the journal does hold."""
    assert found_in(kept_in(reading.read(settings)), planted.encode()), "the search sees nothing"
    logs = [path.read_bytes() for path in settings.parent.rglob("*.log") if path.is_file()]
    return not any(number.encode() in each for each in logs for number in numbers)


def test_R22_nobody_but_the_auditor_asks(sekisho: Sekisho, tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    file.write_text("100001\n")
    (supervisor,) = sekisho.supervisors(1)
    for words in (("client", "C01"), ("subject", "C01", "--file", str(file))):
        ran = sekisho.run("inquiry", *words, "--purpose", "x", "--json", by=supervisor)
        assert ran.returncode == 1
        assert "role.missing" in ran.stdout
    ran = sekisho.run("inquiry", "client", "C01", "--purpose", "x", "--json")
    assert ran.returncode == 1, "the demo operator is no auditor"
