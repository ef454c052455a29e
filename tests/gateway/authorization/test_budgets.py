from dataclasses import fields

import pytest

from gateway.authorization.budgets import NOTHING, Budgets, budgets_of
from gateway.authorization.loader import load
from gateway.authorization.purposes import purposes_of
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.caps import Caps
from gateway.vocabulary.target import Importance
from tests.gateway.authorization.a_directory import a_copy, edit
from tests.gateway.authorization.a_request import SHIPPED

PURPOSES = purposes_of((SHIPPED / "purposes.toml").read_bytes())
WHOLE = (SHIPPED / "budgets.toml").read_text(encoding="utf-8")
CLASS = """
[target_class.high]
per_client = {session = 5, day = 60, days_30 = 70, days_365 = 80, rows_day = 100}
in_all = {session = 10, day = 50, days_30 = 300, days_365 = 1500, rows_day = 1000}
"""


def the_budgets(text: str) -> Budgets:
    return budgets_of(text.encode(), PURPOSES)


def changed(old: str, new: str) -> str:
    assert old in WHOLE, old
    return WHOLE.replace(old, new, 1)


def unfit(text: str) -> PolicyUnfit:
    with pytest.raises(PolicyUnfit) as found:
        the_budgets(text)
    return found.value


def test_R06_the_shipped_defaults():
    caps = load(SHIPPED).budgets.caps("failure", Importance.HIGH)
    assert caps.per_client == caps.in_all == Caps(session=20, day=50, days_30=300, days_365=1500, rows_day=1000)


@pytest.mark.parametrize("purpose", ["", "nobody-wrote-this", "Failure", "*"])
def test_R06_a_purpose_nobody_wrote_down_sees_nothing(purpose):
    assert the_budgets(WHOLE).caps(purpose, Importance.LOW) == NOTHING


def test_R06_the_smaller_number_holds():
    narrowed = CLASS.replace("day = 60", "day = 50")
    case = '\n[[case]]\npurpose = "failure"\ntarget_class = "high"\n' + narrowed.split("]\n")[1]
    head, _, backup = WHOLE.replace("[warn]", narrowed + "[warn]").partition('\n[[case]]\npurpose = "failure"')
    budgets = the_budgets(head + case + backup[backup.index("\n[[case]]") :])
    assert budgets.caps("failure", Importance.HIGH).per_client.session == 5
    assert budgets.caps("failure", Importance.HIGH).in_all.session == 10
    assert budgets.caps("failure", Importance.LOW).per_client.session == 20
    assert budgets.caps("failure", None).per_client.session == 5, "a target nobody classed gets the least"
    assert budgets.caps("backup", Importance.HIGH).per_client.session == 0


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("session = 20\nday = 50", "session = 60\nday = 50", "grow in this order"),
        ("days_365 = 1500", "days_365 = 299", "grow in this order"),
        ("session = 20", "session = -1", "whole number"),
        ("session = 20", "session = true", "whole number"),
        ("session = 20", 'session = "unlimited"', "is not a whole number"),
        ("rows_day = 1000\n", "", "missing"),
        ("rows_day = 1000\n", "rows_day = 1000\nrows_week = 1\n", "unknown key"),
        ("[purpose.backup]", "[purpose.backups]", "unknown purpose"),
        (
            "per_client = {session = 0, day = 0, days_30 = 0, days_365 = 0, rows_day = 100}",
            "per_client = {session = 0, day = 0, days_30 = 0, days_365 = 0, rows_day = 1001}",
            "more than the default",
        ),
        ("people = 20", "people = 21", "one session's worth"),
        ("\nrows = 200", "\nrows = 1001", "one day's worth"),
        ("percent = 80", "percent = 100", "whole number"),
        ("steps_per_hour = 10", "steps_per_hour = 1", "whole number"),
        ('[[case]]\npurpose = "backup"', '[[case]]\npurpose = "failure"', "came out"),
        ("[warn]", CLASS.replace("day = 60", "day = 50").replace("high", "huge") + "[warn]", "unknown class"),
        ("[warn]", CLASS.replace("day = 60", "day = 50") + "[warn]", "came out"),
    ],
)
def test_budgets_that_do_not_hold_together_do_not_load(old, new, what):
    assert what in unfit(changed(old, new)).what


def test_every_narrowing_has_a_case():
    text = WHOLE.replace("[warn]", CLASS.replace("high", "low").replace("day = 60", "day = 50") + "[warn]")
    assert unfit(text[: text.index("\n[[case]]")]).what == "no case shows what it may see"


def test_the_digest_covers_budgets_and_columns(tmp_path):
    directory = a_copy(tmp_path)
    before = load(directory).digest
    edit(directory, "budgets.toml", "steps_per_hour = 10", "steps_per_hour = 11")
    between = load(directory).digest
    edit(directory, "columns/callcenter.toml", "confirmed_on = 2026-11-23", "confirmed_on = 2026-11-24")
    assert len({before, between, load(directory).digest}) == 3


@pytest.mark.parametrize("file", ["columns/Call.toml", "columns/callcenter.tml", "columns/a/b.toml", "budget.toml"])
def test_a_file_with_another_name_is_no_policy(tmp_path, file):
    directory = a_copy(tmp_path)
    (directory / file).parent.mkdir(exist_ok=True)
    (directory / file).write_text("")
    with pytest.raises(PolicyUnfit, match="unknown file"):
        load(directory)


def test_no_budgets_is_no_policy(tmp_path):
    directory = a_copy(tmp_path)
    (directory / "budgets.toml").unlink()
    with pytest.raises(PolicyUnfit, match="missing"):
        load(directory)


def test_without_a_catalogue_everything_is_personal(tmp_path):
    directory = a_copy(tmp_path)
    (directory / "columns/callcenter.toml").unlink()
    assert (
        not load(directory)
        .columns.catalogue("callcenter-db", "callcenter")
        .column("public", "client", "code")
        .is_harmless
    )


def test_narrowing_never_widens():
    some = Caps(session=1, day=9, days_30=9, days_365=9, rows_day=5)
    other = Caps(session=2, day=2, days_30=2, days_365=2, rows_day=9)
    both = some.narrowed(other)
    assert all(getattr(both, e.name) == min(getattr(some, e.name), getattr(other, e.name)) for e in fields(Caps))
