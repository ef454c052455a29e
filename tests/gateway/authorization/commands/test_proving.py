"""Cases run whenever a list loads; what they do not show does not load."""

import pytest

from tests.gateway.authorization.a_request import the_policy
from tests.gateway.authorization.commands.a_list import WHOLE, the_list, unfit


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        (
            'line = "tail x"\nvector = ["tail", "--lines=10"]',
            'line = "tail x"\nvector = ["tail", "--lines=11"]',
            "vector",
        ),
        (
            'vector = ["tail", "--lines=10"]\npath = "/var/log/x"',
            'vector = ["tail", "--lines=10"]\npath = "/x"',
            "path",
        ),
        ('vector = ["tail", "--lines=10"]\npath = "/var/log/x"', 'vector = ["tail", "--lines=10"]', "path"),
        ('line = "tail /etc/x"\nrefused = "outside"', 'line = "tail /etc/x"\nrefused = "value"', "refused"),
        ('line = "tail /etc/x"', 'line = "tail x"', "refused"),
        ('refused = "outside"', 'refused = "beyond"', "refused.beyond"),
        ('line = "tail x"', 'line = "tail mail/x"', "vector"),
        ("follow = true\n", "", "vector"),
        ('line = "restart nginx"', 'line = "restart ssh"', "vector"),
        ('names.units = ["nginx.service"]', "names.units = []", "vector"),
        ('line = "ps"\n', 'line = "ps"\nlines = 1\n', "lines"),
        ('line = "ps"\nvector = ["ps", "--sort=-pcpu"]', 'line = "ps"\nvector = [1]', "vector"),
    ],
)
def test_a_case_that_comes_out_otherwise_is_named(old: str, new: str, key: str) -> None:
    found = unfit(old, new)
    assert found.key.startswith("case[")
    assert found.key.endswith(key)


@pytest.mark.parametrize(
    ("line", "command", "what"),
    [
        ("tail x", "tail", "runs"),
        ("tail x -f", "tail", "follows"),
        ("tail /etc/x", "tail", "is refused"),
        ("restart nginx", "restart", "runs"),
        ("restart ssh", "restart", "is refused"),
    ],
)
def test_R07_a_command_without_its_cases_does_not_load(line: str, command: str, what: str) -> None:
    before, _, rest = WHOLE.partition(f'[[case]]\nline = "{line}"\n')
    text = before + "[[case]]" + rest.partition("[[case]]")[2]
    with pytest.raises(Exception, match=f"{command}: no case shows how it {what}"):
        the_list(text)


def test_every_shipped_list_says_what_it_refuses() -> None:
    lists = the_policy().commands.lists
    assert sum(each.cases for each in lists.values()) > 150
    assert all(each.cases > len(each.commands) for each in lists.values())
