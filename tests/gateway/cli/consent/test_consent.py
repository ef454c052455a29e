"""R-28 and R-79 from the command line: of 69 clients one has not consented; the order is refused naming it, and the chain."""

import hashlib
from pathlib import Path

import pytest

from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import Town, a_target, said, told

DAYS = ("--dated", "2026-03-20", "--from", "2026-04-01", "--until", "2099-03-31")
PAPER = ("--memorandum", "覚書第3版", "--scope", "保守運用", "--document", "文書庫 12-3")
DIGEST = hashlib.sha256(b"a paper").hexdigest()


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory):
    """A town in which sato works for a sub-processor, and a target holds data of C01 and C69."""
    with a_settled_town(tmp_path_factory.mktemp("vendor")) as town:
        said(town.as_("ito", "employer", "add", "ひがし保守", "--kind", "sub-processor", "--json"))
        said(town.as_("ito", "client", "add", "C69", "深草野町", "--kana", "フカクサノチョウ", "--json"))
        said(town.as_("ito", "person", "change", "sato", "--employer", "ひがし保守", "--json"))
        where = ("--address", "127.0.0.1", "--port", "22", "--host-key", str(town.key_file("h2")), "--account", "app")
        a_target(town, "callcenter-two", *where, "--client", "C01", "--client", "C69")
        yield town


def consent(town: Town, client: str) -> str:
    asked = ("--client", client, "--employer", "ひがし保守", *PAPER, *DAYS, "--sha256", DIGEST)
    found: str = town.as_json("ito", "consent", "add", *asked)["consent"]["id"]
    return found


def order(town: Town, *clients: str):
    named = [part for client in clients for part in ("--client", client)]
    wish = ("--target", "callcenter-two", "--purpose", "failure", "--reason", "調査", "--hours", "1", *named)
    more = ("--personal-data", "--subjects", "5") if clients else ()
    return town.as_("sato", "order", "request", *wish, *more, "--json")


def test_R28_R79_refused_naming_the_client_until_its_paper_is_registered_and_again_when_it_ends(vendor: Town) -> None:
    first = consent(vendor, "C01")
    no = order(vendor, "C01", "C69")
    assert no.exit_code == 1
    assert "C69 深草野町（書面の承諾が未登録）" in no.output
    assert "委託先 みなと運用 → 再委託先 ひがし保守" in no.output
    assert "C01 " not in no.output
    assert order(vendor, "C01").exit_code == 0
    assert "AP-218" in order(vendor).output  # naming nobody does not help
    consent(vendor, "C69")
    asked = said(order(vendor, "C01", "C69"))["order"]["id"]
    vendor.as_json("ito", "consent", "end", first, "--reason", "契約終了")
    refused = vendor.as_("yamada", "order", "approve", asked, "--json")
    assert refused.exit_code == 1
    assert "承諾が終了済み" in refused.output
    explained = vendor.run("policy", "explain", "sato", "callcenter-two", "--order", asked)
    assert "SK-211" in explained.output


def test_the_ledger_is_listed_and_a_clients_page_shows_it(vendor: Town) -> None:
    consent(vendor, "C69")
    lines = vendor.json("consent", "list", "--client", "C69", "--stands", "in-force")["consents"]
    assert {line["memorandum"] for line in lines} == {"覚書第3版"}
    assert lines[0]["sha256"] == DIGEST
    shown = vendor.json("client", "show", "C69")
    assert (shown["client"]["kana"], shown["targets"]) == ("フカクサノチョウ", ["callcenter-two"])
    assert "ひがし保守" in vendor.run("consent", "list").output
    assert "深草野町" in vendor.run("client", "show", "C69").output


def test_the_papers_own_file_gives_its_digest(vendor: Town, tmp_path: Path) -> None:
    paper = tmp_path / "consent.pdf"
    paper.write_bytes(b"%PDF a scanned paper")
    asked = ("--client", "C01", "--employer", "ひがし保守", *PAPER, *DAYS, "--paper", str(paper))
    found = vendor.as_json("ito", "consent", "add", *asked)["consent"]["id"]
    lines = vendor.json("consent", "list", "--client", "C01")["consents"]
    line = next(each for each in lines if each["id"] == found)
    assert line["sha256"] == hashlib.sha256(paper.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--sha256", "oral"), "consent.sha256"),
        ((), "consent.sha256"),
        (("--sha256", DIGEST, "--until", "2026-03-31"), "consent.days"),
        (("--sha256", DIGEST, "--dated", "2099-01-01"), "consent.days"),
        (("--sha256", DIGEST, "--memorandum", " "), "consent.paper"),
        (("--sha256", DIGEST, "--client", "C99"), "client.absent"),
        (("--sha256", DIGEST, "--employer", "みなと運用"), "consent.not-needed"),
        (("--sha256", DIGEST, "--employer", "nobody"), "employer.absent"),
    ],
)
def test_R79_what_is_no_written_consent_is_refused(vendor: Town, more: tuple[str, ...], code: str) -> None:
    asked = ("--client", "C01", "--employer", "ひがし保守", *PAPER, *DAYS, *more)
    assert told(vendor.as_("ito", "consent", "add", *asked, "--json"), 1)["code"] == code


def test_a_client_changes_all_but_its_code(vendor: Town) -> None:
    changed = vendor.as_json("ito", "client", "change", "C69", "--name", "深草町", "--contact", "総務課")["client"]
    assert changed == {"id": "C69", "name": "深草町", "kana": "フカクサノチョウ", "contact": "総務課"}
    assert told(vendor.as_("ito", "client", "change", "C98", "--name", "x", "--json"), 1)["code"] == "client.absent"
    assert told(vendor.as_("yamada", "client", "change", "C69", "--name", "x", "--json"), 1)["code"] == "role.missing"
