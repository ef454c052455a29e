"""What could stand at the cursor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.commands.invocation import Invocation
from gateway.authorization.commands.line import invocation_of
from gateway.commands.completion import NONE, complete
from tests.gateway.authorization.commands.an_offer import a_root, an_offer, an_offer_of, everything


def words(before: str) -> list[str]:
    return [each.text for each in complete(before, an_offer()).words]


def asked(before: str) -> tuple[str, str] | None:
    path = complete(before, an_offer()).path
    return None if path is None else (path.folder, path.prefix)


def test_names() -> None:
    assert "tail" in words("")
    assert words("ta") == ["tail"]
    assert set(words("config")) == {"config ls", "config view", "config grep", "config edit"}
    assert "systemctl restart" in words("systemctl r")
    assert all(each.replaces == len("systemctl r") for each in complete("systemctl r", an_offer()).words)
    assert words("xyz") == []


def test_values_that_the_policy_names() -> None:
    assert words("systemctl restart ") == ["nginx.service", "callcenter@1.service", "unit="]
    assert words("systemctl restart n") == ["nginx.service"]
    assert words("systemctl restart unit=n") == ["nginx.service"]
    assert words("journalctl -p e") == ["emerg", "err"]
    assert words("journalctl --priority=e") == ["emerg", "err"]
    assert words("ping d") == ["db1.internal"]
    assert "10.0.0.5" in words("ping ")
    assert words("ping db1.internal c") == ["count="]
    assert words("journalctl since=t") == ["today"]
    assert "nginx.service" in words("journalctl ")


def test_names_of_parameters_flags_and_follow() -> None:
    assert words("tail syslog ") == ["lines=", "follow"]
    assert words("tail syslog -f ") == ["lines="]
    assert "ignore-case" in words("grep x syslog i")
    assert words("df h") == ["human"]
    assert words("uptime ") == []


@pytest.mark.parametrize(
    ("before", "folder", "prefix"),
    [
        ("tail ", "/var/log", ""),
        ("tail sys", "/var/log", "sys"),
        ("tail nginx/acc", "/var/log/nginx", "acc"),
        ("tail /var/log/nginx/", "/var/log/nginx", ""),
        ("tail /opt/app/log/a", "/opt/app/log", "a"),
        ("tail file=sys", "/var/log", "sys"),
        ("tail -n 20 sys", "/var/log", "sys"),
        ("tail lines=20 sys", "/var/log", "sys"),
        ("tail -f sys", "/var/log", "sys"),
        ("grep x sys", "/var/log", "sys"),
        ("config view nginx/", "/etc/nginx", ""),
        ("ls ap", "/var/log", "ap"),
    ],
)
def test_paths_are_asked_of_the_target(before: str, folder: str, prefix: str) -> None:
    assert asked(before) == (folder, prefix)


@pytest.mark.parametrize(
    "before",
    [
        "tail /etc/",
        "tail /",
        "tail ../",
        "tail x/../",
        "config view ssl/private/",
        "config view /root/",
        "tail a ",
        "uptime x",
    ],
)
def test_R07_nothing_outside_is_ever_asked(before: str) -> None:
    assert asked(before) is None


def test_the_roots_themselves_are_offered() -> None:
    assert words("tail /") == ["/var/log/", "/opt/app/log/"]
    assert words("tail /o") == ["/opt/app/log/"]
    empty = an_offer_of(an_offer().commands["tail"], roots={"logs": a_root(paths=())})
    assert complete("tail x", empty).path is None


@pytest.mark.parametrize("before", ["grep 'a", 'tail "', "tail *", "tail a|", "tail \x1b", "tail ｓ"])
def test_quotes_and_what_cannot_stand_are_not_completed(before: str) -> None:
    assert complete(before, an_offer()) == NONE


@given(st.text(alphabet="tailjournc syegp-=/.'|", max_size=25) | st.text(max_size=25))
def test_whatever_is_typed_candidates_fit_and_folders_are_inside(before: str) -> None:
    found = complete(before, everything())
    for each in found.words:
        assert 0 <= each.replaces <= len(before)
    if found.path is not None:
        assert found.path.parameter.root is not None
        assert everything().roots[found.path.parameter.root].admits(found.path.folder)


def test_a_completed_choice_is_accepted() -> None:
    for word in words("journalctl priority="):
        assert isinstance(invocation_of(f"journalctl priority={word}", an_offer()), Invocation)
