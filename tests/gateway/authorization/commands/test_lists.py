"""What a purpose is offered on a target."""

from dataclasses import FrozenInstanceError

import pytest

from gateway.authorization.commands.lists import Commands, TargetNames
from tests.gateway.authorization.a_request import the_policy
from tests.gateway.authorization.commands.an_offer import a_root


def with_target() -> Commands:
    shipped = the_policy().commands
    own = TargetNames(roots={"logs": a_root("logs", ("/opt/log",))}, names={"hosts": ("db1",)})
    return Commands(
        lists=shipped.lists,
        work_types=shipped.work_types,
        roots=shipped.roots,
        names=shipped.names,
        targets={"app": own},
    )


def test_R07_each_purpose_has_its_own_commands() -> None:
    commands = the_policy().commands
    assert "unattended-upgrade" in commands.for_purpose("security")
    assert "unattended-upgrade" not in commands.for_purpose("failure")
    assert "grep" not in commands.for_purpose("backup")
    assert commands.for_purpose("nobody-named-this") == {}
    assert commands.offer("nobody-named-this", "app").lists == ()


def test_a_target_replaces_roots_and_names_and_nothing_else() -> None:
    offer, other = with_target().offer("failure", "app"), with_target().offer("failure", "another")
    assert offer.roots["logs"].paths == ("/opt/log",)
    assert offer.roots["configuration"] == other.roots["configuration"]
    assert (offer.names["hosts"], other.names["hosts"]) == (("db1",), ("localhost",))
    assert offer.names["databases"] == other.names["databases"]
    assert other.roots["logs"].paths == ("/var/log",)


def test_what_is_listed_elsewhere_is_known_with_its_purposes() -> None:
    offer = the_policy().commands.offer("failure", "app")
    command, purposes = offer.elsewhere["unattended-upgrade"]
    assert command.file == "commands/updates.toml"
    assert [each.en for each in purposes] == ["dealing with a security problem"]
    assert not set(offer.elsewhere) & set(offer.commands)


def test_lists_cannot_be_changed_in_place() -> None:
    commands = the_policy().commands
    with pytest.raises(FrozenInstanceError):
        commands.lists["logs"].commands[0].privileged = True  # type: ignore[misc]
    with pytest.raises(TypeError):
        commands.lists["logs"] = commands.lists["disks"]  # type: ignore[index]


def test_R07_nothing_is_editable_until_a_target_names_it() -> None:
    assert the_policy().commands.roots["edited"].paths == ()
