"""What lies on the target to look at: a log of people, of whom the masker leaves nobody in clear, and logs of nobody."""

import csv
from pathlib import Path

import pytest

from deploy.callcentre.canaries import canaries, values_of
from deploy.callcentre.customers import COLUMNS, customers, write_csv
from deploy.callcentre.papers import PEOPLE_LOG, write_complaints, write_papers, write_people_log
from gateway.guards.masking import Masker
from gateway.guards.observing import Unobserved
from gateway.wiring.office_canaries import messages, read_values

PERSONAL = ("name", "phone", "email")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    write_csv(folder / "customers.csv", customers(15_500))
    write_papers(folder)
    write_people_log(folder / PEOPLE_LOG, folder / "customers.csv")
    write_complaints(folder / "complaints.csv", folder / "customers.csv")
    return folder


def _rows(data: Path) -> dict[str, dict[str, str]]:
    with (data / "customers.csv").open(encoding="utf-8", newline="") as file:
        return {row["customer_id"]: row for row in csv.DictReader(file)}


def _masked(text: str) -> str:
    masker = Masker(Unobserved())
    shown = b"".join(masker.feed(line.encode() + b"\r\n").data for line in text.splitlines())
    return (shown + masker.close().data).decode()


def test_R05_every_person_of_the_log_is_masked(data: Path) -> None:
    text = (data / PEOPLE_LOG).read_text(encoding="utf-8")
    called = [row for number, row in _rows(data).items() if f"={number} " in text]
    assert len(called) == 120
    shown = _masked(text)
    for row in called:
        for column in PERSONAL:
            assert row[column] in text
            assert row[column] not in shown, (column, row["customer_id"])
    assert shown.count("INFO  desk: 受付 お客様番号=") == 120


def test_the_same_log_each_time(data: Path, tmp_path: Path) -> None:
    write_people_log(tmp_path / "again.log", data / "customers.csv")
    assert (tmp_path / "again.log").read_bytes() == (data / PEOPLE_LOG).read_bytes()


def test_R07_the_other_logs_name_nobody(data: Path) -> None:
    for name in ("service.log", "log/acd.log", "log/batch.log"):
        text = (data / name).read_text(encoding="utf-8")
        assert _masked(text) == text.replace("\n", "\r\n")


def test_R64_a_canary_can_be_registered_and_no_log_leads_to_one(data: Path) -> None:
    found = canaries(data / "customers.csv")
    assert [one.client_code for one in found] == ["C01", "C02"]
    log = (data / PEOPLE_LOG).read_text(encoding="utf-8")
    rows = list(_rows(data))
    for one in found:
        assert rows.index(one.customer_id) >= 15_000
        assert one.customer_id not in log
        kinds = [each.what for each in read_values(values_of(one)) if list(messages(one.client_code, each))]
        assert kinds == ["phone", "mail", "subject:customer"]


def test_R48_a_client_asks_for_twelve_of_its_own(data: Path) -> None:
    heading, *numbers = (data / "complaints.csv").read_text(encoding="utf-8").splitlines()
    assert heading not in COLUMNS
    assert len(set(numbers)) == 12
    assert {_rows(data)[number]["client_code"] for number in numbers} == {"C01"}
