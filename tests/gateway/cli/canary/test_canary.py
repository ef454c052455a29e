"""`sekisho client canary`: values come by standard input, their digests alone stay, supervisors alone may."""

import pytest

from gateway.settings.reading import read
from tests.databases import kept_in
from tests.found_in import found_in
from tests.gateway.cli.town import Town, told

VALUES = "phone=090-1234-5678\n\nmail = canary@example.jp\nsubject:customer=100007\n"


def add(town: Town, name: str = "yamada", values: str = VALUES, *more: str):
    return town.as_(name, "client", "canary", "add", "C01", *more, "--json", text=values)


def test_R64_one_is_registered_listed_and_let_go(town: Town) -> None:
    made = town.as_json("yamada", "client", "canary", "add", "C01", "--note", "月次の抽出", text=VALUES)
    assert made["client"] == "C01"
    (line,) = town.as_json("yamada", "client", "canary", "list", "C01")["canaries"]
    assert (line["id"], line["note"]) == (made["canary"], "月次の抽出")
    shown = town.as_("yamada", "client", "canary", "list", "C01").output
    assert made["canary"] in shown
    assert told(add(town), 1)["code"] == "office.exists", "the same values are the same canary"
    town.as_json("yamada", "client", "canary", "remove", made["canary"], "--reason", "場所を変える")
    assert town.as_json("yamada", "client", "canary", "list", "C01")["canaries"] == []
    for folder in {town.folder, kept_in(read(town.settings))}:
        assert found_in(folder, b"090-1234-5678", b"09012345678", b"canary@example.jp") == []
    assert found_in(kept_in(read(town.settings)), made["canary"].encode()), "what is kept is found"


@pytest.mark.parametrize("name", ["ito", "sato", "mori"])
def test_R22_supervisors_alone_know_where_they_are(town: Town, name: str) -> None:
    assert told(add(town, name), 1)["code"] == "role.missing"
    assert told(town.as_(name, "client", "canary", "list", "C01", "--json"), 1)["code"] == "role.missing"
    remove = ("client", "canary", "remove", "CN-20261123-0000000001", "--reason", "x", "--json")
    assert told(town.as_(name, *remove), 1)["code"] == "role.missing"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ("", "canary.empty"),
        ("090-1234-5678\n", "canary.line"),
        ("colour=red\n", "canary.line"),
        ("subject:A B=1\n", "canary.line"),
        ("phone=\n", "canary.line"),
        ("phone=12\n", "canary.unseen"),
        ("mail=nobody\n", "canary.unseen"),
        ("".join(f"phone=090-1234-{number:04}\n" for number in range(17)), "canary.too-many"),
    ],
)
def test_what_would_never_be_found_is_refused_without_a_word_of_it(town: Town, values: str, code: str) -> None:
    result = add(town, "yamada", values)
    assert told(result, 1)["code"] == code
    assert "090-1234" not in result.output


def test_the_client_is_a_registered_one(town: Town) -> None:
    refused = town.as_("yamada", "client", "canary", "add", "C99", "--json", text=VALUES)
    assert told(refused, 1)["code"] == "client.absent"
