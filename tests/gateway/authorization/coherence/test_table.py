from dataclasses import replace

from gateway.authorization.coherence.circumstances import Circumstances
from gateway.authorization.coherence.table import Table
from gateway.authorization.coherence.twists import FORBIDDEN, by_password
from gateway.authorization.request import Capability
from tests.gateway.authorization.a_request import the_policy

SHELL = Circumstances(capability=Capability.SHELL, personal=True)


def test_what_is_asked_twice_is_decided_once():
    table = Table(the_policy())
    assert table.ask(SHELL) is table.ask(SHELL)
    assert table.ask(SHELL, by_password()) is not table.ask(SHELL)
    assert len(table) == 2


def test_a_row_says_who_permits_and_who_forbids():
    table = Table(the_policy())
    assert (table.ask(SHELL).opened, table.ask(SHELL).permits) == (True, ("SK-901",))
    listed = table.ask(replace(SHELL, mode="commands"))
    assert (listed.opened, listed.permits, listed.forbids) == (False, (), ("SK-301",))


def test_a_bound_is_told_from_a_rule():
    policy = the_policy()
    bare = {each.id: replace(each, obligations=()) for each in policy.rules.values()}
    row = Table(replace(policy, rules=bare)).ask(SHELL)
    assert (row.opened, row.permits, row.forbids) == (False, ("SK-901",), ())
    assert row.bounds == tuple(
        f"never without: {each}" for each in ("ends-at", "masked", "metered", "painted", "recorded")
    )


def test_the_usual_questions_are_finite_and_everything_that_opens_is_among_them():
    rows = tuple(Table(the_policy()).usual())
    assert len(rows) == 40
    opened = {(row.asked.capability, row.asked.personal) for row in rows if row.opened}
    assert opened == {
        (Capability.SHELL, True),
        (Capability.SHELL, False),
        (Capability.COMMANDS, True),
        (Capability.COMMANDS, False),
        (Capability.EXEC, False),
        (Capability.UPLOAD, False),
        (Capability.QUERY, True),
        (Capability.QUERY, False),
    }


def test_no_forbidden_fact_opens_anything_as_shipped():
    table = Table(the_policy())
    assert not any(table.ask(SHELL, twist).opened for twist in FORBIDDEN)
