"""A policy that does not do what its own cases say does not load."""

from pathlib import Path

from tests.gateway.authorization.a_directory import a_copy, edit, unfit

RULE = """
@id("SK-{id}")
@title("T")
@title_ja("題")
@next("N")
@next_ja("次")
forbid (principal, action, resource) when {{ {when} }};
"""


def test_a_rule_without_a_case_is_named(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    with (directory / "access/order.cedar").open("a", encoding="utf-8") as file:
        file.write(RULE.format(id="299", when='principal.standing == "nowhere"'))
    found = unfit(directory)
    assert (found.file, found.key) == ("access/order.cedar", "SK-299")
    assert "no case" in found.what


def test_a_rule_that_refuses_what_a_case_permits_is_named_by_the_case(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    with (directory / "access/order.cedar").open("a", encoding="utf-8") as file:
        file.write(RULE.format(id="299", when='context.account == "maint"'))
    found = unfit(directory)
    assert found.file.startswith("access/cases/")
    assert "SK-299" in found.what


def test_a_loosened_rule_is_found_by_its_case(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    edit(directory, "access/place.cedar", "resource.accounts.contains(context.account)", "context has account")
    found = unfit(directory)
    assert (found.file, found.key) == (
        "access/cases/place.toml",
        "an account that the order names and the target no longer has",
    )
