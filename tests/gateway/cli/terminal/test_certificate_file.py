from datetime import UTC, datetime
from pathlib import Path

from tests.gateway.cli.town import Town, told
from tests.gateway.crypto.a_terminal_certificate import certificate, pem

PLACE = ("--site", "大阪", "--owner", "みなと運用")


def a_file(town: Town, name: str, days: int = 30) -> Path:
    file = town.folder / f"{name}.pem"
    file.write_text(pem(certificate(name=name, days=days, now=datetime.now(UTC))))
    return file


def test_R18_a_certificate_comes_changes_and_goes_and_is_one_terminals(town: Town) -> None:
    file = a_file(town, "pc-71")
    wish = ("--key", str(town.key_file("pc-71")), *PLACE, "--kind", "outbound", "--certificate", str(file))
    added = town.as_json("ito", "terminal", "add", "pc-71", *wish)["terminal"]
    assert (added["kind"], len(added["certificate"])) == ("outbound", 64)
    shown = town.run("terminal", "show", "pc-71").output
    assert "CN=pc-71" in shown
    assert "外部送信用端末" in shown
    other = ("--key", str(town.key_file("pc-72")), *PLACE, "--certificate", str(file))
    assert told(town.as_("ito", "terminal", "add", "pc-72", *other, "--json"), 1)["code"] == "certificate.taken"
    renewed = town.as_json("ito", "terminal", "change", "pc-71", "--certificate", str(a_file(town, "pc-71b")))[
        "terminal"
    ]
    assert renewed["certificate"] not in (None, added["certificate"])
    gone = town.as_json("ito", "terminal", "change", "pc-71", "--certificate", "-", "--kind", "ordinary")["terminal"]
    assert (gone["certificate"], gone["kind"]) == (None, "ordinary")


def test_what_is_no_valid_certificate_is_refused(town: Town) -> None:
    key = ("--key", str(town.key_file("pc-73")), *PLACE)
    old, none, secret = a_file(town, "old", days=0), town.folder / "none.pem", town.folder / "secret.pem"
    none.write_text("x")
    secret.write_text("-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n-----END PRIVATE KEY-----\n")
    for file in (old, none, secret):
        refused = told(town.as_("ito", "terminal", "add", "pc-73", *key, "--certificate", str(file), "--json"), 1)
        assert refused["code"] == "certificate.unfit"
        assert "MC4C" not in str(refused)
