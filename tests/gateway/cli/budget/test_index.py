from collections import Counter

from gateway.disclosure.asking import Foreign, Taken
from tests.gateway.cli.budget.at_the_database import TABLE, AtTheDatabase
from tests.gateway.cli.town import Town, told


def recount(town: Town) -> Counter[tuple[str, str]]:
    """Rows by client and what became of them, from the journal alone."""
    found: Counter[tuple[str, str]] = Counter()
    for each in town.events("disclosure.shown", "disclosure.foreign_client"):
        if each["kind"] == "disclosure.foreign_client":
            found[each["client"], "withheld"] += each["rows"]
        else:
            found[each["client"], "at_most" if each["at_most"] else "masked"] += each["rows"]
            found[each["client"], "revealed"] += each["people"]
    return +found


def test_R47_totals_equal_a_recount_from_the_journal(town: Town, at_the_database: AtTheDatabase) -> None:
    assert isinstance(at_the_database.take(4), Taken)
    at_the_database.settle(4)
    registrar, people = at_the_database.connection.registrar, [("C01", TABLE, b"d" * 32), ("C01", TABLE, b"e" * 32)]
    assert isinstance(registrar.take(at_the_database.id, 2, rows={}, further={}, people=people), Taken)
    assert isinstance(at_the_database.take(2, "C99"), Foreign)
    found = town.json("budget", "index")
    counted: Counter[tuple[str, str]] = Counter()
    for each in found["totals"]:
        for name in ("masked", "at_most", "revealed", "withheld"):
            counted[each["client"], name] += each[name]
    assert +counted == recount(town)
    lines = Counter({(each["client"], each["table"]): each["masked"] for each in found["lines"]})
    assert sum(lines.values()) == sum(each["masked"] for each in found["totals"])
    mine = next(each for each in found["lines"] if each["client"] == "C01" and each["table"] == TABLE)
    assert (mine["username"], mine["terminal_name"], mine["purpose"], mine["target"]) == (
        "sato", "pc-1", "failure", "callcenter-app",
    )  # fmt: skip


def test_R47_of_one_client_and_a_period(town: Town) -> None:
    assert town.json("budget", "index", "--client", "C01", "--until", "2020-01-01")["totals"] == []
    assert {each["client"] for each in town.json("budget", "index", "--client", "C01")["totals"]} <= {"C01"}
    assert told(town.run("budget", "index", "--client", "C77", "--json"), 1)["code"] == "client.absent"
    assert town.run("budget", "index").exit_code == 0
