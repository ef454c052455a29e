"""R-48 against whoever has the database, an auditor's session, or a file to feed: nobody is enumerated, no number is left behind.

A whole gateway (keeper, registrar, office) on its own folder; every byte it wrote is searched.
"""

import hashlib
import hmac
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest

from gateway.crypto import digest
from gateway.disclosure.digests import spelled_person
from gateway.disclosure.inquiry import DAY_NUMBERS_MAX, NUMBERS_MAX
from gateway.disclosure.ledger import KEPT_BYTES
from gateway.disclosure.numbers import BYTES_MAX
from gateway.ipc.messages import CallRefused
from gateway.keeper.inquiry_client import LookUp
from gateway.settings.reading import read
from gateway.vocabulary.secret import Secret
from gateway.wiring.office import Actor, enter
from tests.databases import thief
from tests.found_in import found_in
from tests.gateway.cli.inquiry.a_reader import Reader, listed
from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import PASSWORD, Town, an_order, said, told

TWELVE = [f"77{number:02}314159" for number in range(12)]
ELSEWHERE = "5551234567"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with a_settled_town(tmp_path_factory.mktemp("town")) as made:
        yield made


@pytest.fixture(scope="module")
def shown(town: Town) -> Reader:
    """sato read all twelve."""
    reader = Reader(town, an_order(town))
    reader.reads(*TWELVE)
    reader.end()
    return reader


def _kept(town: Town) -> list[tuple[str, bytes]]:
    """(client, eight bytes) of everybody in the ledger, as a thief of the file reads them."""
    with thief(read(town.settings)) as connection:
        rows = connection.exec_driver_sql("SELECT client, people FROM shown_people").all()
    return [
        (client, people[at : at + KEPT_BYTES]) for client, people in rows for at in range(0, len(people), KEPT_BYTES)
    ]


def test_R48_the_database_alone_enumerates_nobody(town: Town, shown: Reader) -> None:
    """Every guess that needs no key: hashes of number and message, and keys that stand in the file."""
    kept = {each for _, each in _kept(town)}
    assert len(kept) == 12
    messages = [spelled_person("C01", "customer", number) for number in TWELVE]
    plain = [number.encode() for number in TWELVE]
    keys = [b"", b"C01", b"sekisho", b"sekisho disclosed people of client\0C01", bytes(32)]
    guessed = {hashlib.new(name, each).digest()[:KEPT_BYTES] for name in ("sha256", "sha1", "md5", "blake2b")
               for each in (*messages, *plain)}  # fmt: skip
    guessed |= {hmac.digest(key, each, "sha256")[:KEPT_BYTES] for key in keys for each in (*messages, *plain)}
    guessed |= {digest.keyed(Secret(key), each)[:KEPT_BYTES] for key in keys for each in messages}
    assert not kept & guessed


def test_R48_the_same_number_of_two_clients_is_two_people(town: Town, shown: Reader) -> None:
    said(town.as_("ito", "client", "add", "C02", "みどり損保", "--json"))
    before = {each for _, each in _kept(town)}
    reader = Reader(town, an_order(town))
    reader.reads(*TWELVE, client=None)
    reader.end()
    nobodys = {each for client, each in _kept(town) if client == ""}
    assert len(nobodys) == 12
    assert not before & nobodys


def test_R48_an_auditors_session_without_an_inquiry_is_no_oracle(town: Town, shown: Reader) -> None:
    actor = Actor(username="mori", password=Secret(PASSWORD.encode()), code=Secret(town.code("mori").encode()))
    with enter(read(town.settings), actor, clock=town.clock) as office:
        for inquiry in ("Q-20261123-0000000000", "x" * 128, "Q-20261123-0000000000' OR 1=1 --", ""):
            with pytest.raises(CallRefused, match=r"inquiry\.absent|ipc\.refused"):
                LookUp(office.keeper, inquiry).digests([("C01", spelled_person("C01", "customer", TWELVE[0]))])


def test_R48_an_inquiry_of_one_client_opens_no_other(town: Town, shown: Reader) -> None:
    actor = Actor(username="mori", password=Secret(PASSWORD.encode()), code=Secret(town.code("mori").encode()))
    asked = town.as_json(
        "mori", "inquiry", "subject", "C02", "--file", "-", "--purpose", "照会", text=listed(TWELVE)
    )  # fmt: skip
    assert {one["session"] for each in asked["overlaps"] for one in each["sessions"]} & {shown.session.id} == set()
    with (
        enter(read(town.settings), actor, clock=town.clock) as office,
        pytest.raises(CallRefused, match=r"ipc\.refused"),
    ):
        LookUp(office.keeper, asked["inquiry"]).digests([("C01", spelled_person("C01", "customer", TWELVE[0]))])


def test_R48_going_through_a_register_of_customers_ends_at_the_days_numbers(town: Town) -> None:
    used = sum(each["numbers"] for each in town.events("inquiry.made"))
    number = 10_000_000
    while used + NUMBERS_MAX <= DAY_NUMBERS_MAX:
        text = listed(str(number + each) for each in range(NUMBERS_MAX))
        said(town.as_("mori", "inquiry", "subject", "C01", "--file", "-", "--purpose", "照会", "--json", text=text))
        used, number = used + NUMBERS_MAX, number + NUMBERS_MAX
    text = listed(str(number + each) for each in range(NUMBERS_MAX))
    result = town.as_("mori", "inquiry", "subject", "C01", "--file", "-", "--purpose", "照会", "--json", text=text)
    assert told(result, 1)["code"] == "inquiry.too-many"
    assert sum(each["numbers"] for each in town.events("inquiry.made")) <= DAY_NUMBERS_MAX
    town.clock.offset += 86_400  # tomorrow


def test_R48_a_real_process_shows_no_number_in_its_arguments_environment_output_or_files(
    town: Town, shown: Reader, tmp_path: Path
) -> None:
    file = tmp_path / "numbers.csv"
    file.write_text(listed([*TWELVE, ELSEWHERE]), encoding="utf-8")
    said(town.as_("mori", "inquiry", "subject", "C01", "--file", str(file), "--purpose", "照会", "--json"))
    environment = {**os.environ, "SEKISHO_SETTINGS": str(town.settings), "PYTHONUTF8": "1"}
    command = [
        sys.executable,
        "-m",
        "gateway",
        "inquiry",
        "subject",
        "C01",
        "--file",
        "-",
        "--purpose",
        "照会",
        "--as",
        "mori",
    ]
    process = subprocess.Popen(
        [*command, "--password-stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    seen: list[bytes] = []
    watching = threading.Thread(target=_watch, args=(process, seen))
    watching.start()
    answers = f"{PASSWORD}\n{_code_now(town)}\n{listed([*TWELVE, ELSEWHERE])}".encode()
    out, err = process.communicate(answers, timeout=60)
    watching.join(timeout=10)
    assert process.returncode == 0, err.decode()
    assert "12/13" in out.decode()
    assert seen, "nobody looked at the running process"
    numbers = [number.encode() for number in (*TWELVE, ELSEWHERE)]
    assert not [number for number in numbers for each in (out, err, *seen) if number in each]
    assert found_in(town.folder, *numbers) == []


def _code_now(town: Town) -> str:
    """The town's clock runs ahead with each code; the process has the machine's own, so the town goes back to it."""
    town.clock.offset = 0
    return pyotp.TOTP(town.people["mori"].totp).at(int(town.clock.now().timestamp()))


def _watch(process: "subprocess.Popen[bytes]", seen: list[bytes]) -> None:
    place = Path(f"/proc/{process.pid}")
    while process.poll() is None:
        for name in ("cmdline", "environ"):
            try:
                seen.append((place / name).read_bytes())
            except OSError:
                return
        time.sleep(0.05)


@pytest.mark.parametrize(("name", "code"), [("/dev/zero", "numbers.too-large"), ("/dev/null", "numbers.none")])
def test_a_file_without_end_is_read_to_its_bound(town: Town, name: str, code: str) -> None:
    began = time.monotonic()
    result = town.as_("mori", "inquiry", "subject", "C01", "--file", name, "--purpose", "照会", "--json")
    assert told(result, 1)["code"] == code
    assert time.monotonic() - began < 10


def test_a_file_that_is_not_there_or_no_file_is_a_fault_in_words(town: Town, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.csv"):
        result = town.as_("mori", "inquiry", "subject", "C01", "--file", str(path), "--purpose", "照会", "--json")
        assert told(result, 2)["code"] == "system"


def test_standard_input_without_end_is_read_to_its_bound(town: Town) -> None:
    text = "1" * 8 + "\n"
    text *= 2 * BYTES_MAX // len(text)
    result = town.as_("mori", "inquiry", "subject", "C01", "--file", "-", "--purpose", "照会", "--json", text=text)
    assert told(result, 1)["code"] == "numbers.too-large"
