"""`sekisho inquiry subject`: twelve complaining customers, who was shown them, and nothing of them anywhere (R-48)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.cli.inquiry.a_reader import Reader, listed
from tests.gateway.cli.town import Town, said, told

TWELVE = [f"7700{number:06}" for number in range(12)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "numbers.csv"
    made.write_text(listed(TWELVE), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def readers(town: Town, order: str) -> Iterator[list[Reader]]:
    """One who read all twelve among thirty, one who read one of them, one who read others."""
    made = [Reader(town, order) for _ in range(3)]
    made[0].reads(*TWELVE, *(f"88{number:08}" for number in range(30)))
    made[1].reads(TWELVE[4], "9900000001")
    made[2].reads("9900000002", "9900000003")
    for each in made:
        each.tell()
    yield made
    for each in made:
        each.end()


def asked(town: Town, file: Path, *options: str) -> dict:
    return town.as_json(
        "mori", "inquiry", "subject", "C01", "--file", str(file), "--purpose", "A社からの照会", *options
    )


def test_R48_sessions_are_ranked_by_how_many_of_the_people_they_showed(town: Town, file: Path, readers: list[Reader]):
    found = asked(town, file)
    (his,) = found["overlaps"]
    assert (his["username"], his["people"]) == ("sato", list(range(1, 13)))
    overlaps = {each["session"]: (len(each["people"]), each["shown"]) for each in his["sessions"]}
    assert overlaps == {readers[0].session.id: (12, 42), readers[1].session.id: (1, 2)}
    assert next(each["session"] for each in his["sessions"]) == readers[0].session.id
    assert (found["asked"], found["unmet"]) == (12, [])
    lines = {each["session"]: each for each in found["sessions"]}
    line = lines[readers[0].session.id]
    assert (line["target"], line["terminal"], line["purpose"], line["masked"]) == (
        "callcenter-app",
        "pc-1",
        "failure",
        42,
    )


def test_R48_people_whom_nobody_was_shown_are_named_by_their_place(town: Town, tmp_path: Path, readers: list[Reader]):
    file = tmp_path / "two.csv"
    file.write_text(listed(["0000000001", TWELVE[4]]), encoding="cp932")
    found = asked(town, file)
    assert found["unmet"] == [1]
    assert [each["people"] for each in found["overlaps"]] == [[2]]


def test_R48_rows_of_a_client_nobody_could_tell_are_looked_through_too(town: Town, order: str, tmp_path: Path):
    reader = Reader(town, order)
    reader.reads("5500000001", client=None)
    reader.end()
    file = tmp_path / "one.csv"
    file.write_text("5500000001\n", encoding="utf-8")
    assert asked(town, file)["overlaps"][0]["sessions"][0]["session"] == reader.session.id


def test_R48_numbers_come_on_standard_input_after_password_and_code(town: Town, readers: list[Reader]):
    found = said(
        town.as_(
            "mori", "inquiry", "subject", "C01", "--file", "-", "--purpose", "照会", "--json",
            text="お客様番号\n７７００００００００\n" + "\n".join(TWELVE[1:]),
        )
    )  # fmt: skip
    assert found["overlaps"][0]["people"] == list(range(1, 13))


def test_R48_another_period_and_another_client_know_nobody(town: Town, file: Path, readers: list[Reader]):
    assert asked(town, file, "--from", "2020-01-01", "--to", "2020-03-31")["overlaps"] == []
    said(town.as_("ito", "client", "add", "C61", "みどり損保", "--json"))
    of_another = town.as_json("mori", "inquiry", "subject", "C61", "--file", str(file), "--purpose", "照会")
    assert of_another["overlaps"] == []


def test_R48_it_is_journalled_with_its_purpose_and_without_a_number(town: Town, file: Path, readers: list[Reader]):
    inquiry = asked(town, file)["inquiry"]
    made = next(each for each in town.events("inquiry.made") if each["inquiry"] == inquiry)
    assert (made["about"], made["client"], made["numbers"], made["purpose"]) == ("subject", "C01", 12, "A社からの照会")
    assert made["by_username"] == "mori"
    used = next(each for each in town.events("key.used") if inquiry in (each["purpose"] or ""))
    assert used["use"] == "look-up"
    whole = json.dumps(town.json("audit", "show", "--limit", "100000"), ensure_ascii=False)
    assert not any(number in whole for number in TWELVE)


def test_R48_what_the_look_up_does_not_cover_is_said(town: Town, order: str, file: Path):
    reader = Reader(town, order)
    before = asked(town, file)["uncovered"]
    reader.reads(None, None, "4400000001")
    reader.tell()
    after = asked(town, file)["uncovered"]
    assert (after["unnamed"] - before["unnamed"], after["sessions"] - before["sessions"]) == (2, 1)
    assert "証明にはなりません" in town.as_(
        "mori", "inquiry", "subject", "C01", "--file", str(file), "--purpose", "照会"
    ).stdout  # fmt: skip
    reader.end()


def test_R48_only_auditors(town: Town, file: Path):
    for name in ("sato", "yamada", "ito"):
        result = town.as_(name, "inquiry", "subject", "C01", "--file", str(file), "--purpose", "照会", "--json")
        assert told(result, 1)["code"] == "role.missing"
    refused = [each for each in town.events("office.refused") if each["permission"] == "inquiry.make"]
    assert {"sato", "yamada", "ito"} <= {each["by_username"] for each in refused}


def test_R48_on_a_screen(town: Town, file: Path, readers: list[Reader]):
    result = town.as_("mori", "inquiry", "subject", "C01", "--file", str(file), "--purpose", "照会")
    assert result.exit_code == 0, result.output
    assert "12/12" in result.stdout
    assert "sato" in result.stdout
    assert not any(number in result.output for number in TWELVE)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "numbers.none"),
        (b"a heading\n", "numbers.none"),
        (b"\x00\x01\x02" * 10, "numbers.no-text"),
        (b"PK\x03\x04 a workbook", "numbers.no-text"),
        (b"\x81" * 9, "numbers.no-text"),
        (b"1" * 70 + b"\n", "numbers.unreadable"),
        (b"12\n" * 100_000, "numbers.too-large"),
        (b"\n".join(str(each).encode() for each in range(1_001)), "numbers.too-many"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(town: Town, tmp_path: Path, content: bytes, code: str):
    file = tmp_path / "numbers.csv"
    file.write_bytes(content)
    result = town.as_("mori", "inquiry", "subject", "C01", "--file", str(file), "--purpose", "照会", "--json")
    assert told(result, 1)["code"] == code


def test_a_purpose_repeats_no_number(town: Town, file: Path):
    for purpose in (f"{TWELVE[3]} の件", "７７００００００００３様"):
        result = town.as_("mori", "inquiry", "subject", "C01", "--file", str(file), "--purpose", purpose, "--json")
        assert told(result, 1)["code"] == "purpose.unfit"


def test_a_client_nobody_registered(town: Town, file: Path):
    result = town.as_("mori", "inquiry", "subject", "C77", "--file", str(file), "--purpose", "照会", "--json")
    assert told(result, 1)["code"] == "client.absent"
    backwards = ("--from", "2026-02-01", "--to", "2026-01-01")
    result = town.as_("mori", "inquiry", "subject", "C01", "--file", str(file), "--purpose", "照", *backwards, "--json")
    assert told(result, 1)["code"] == "period.unfit"
