"""What is said of each way is what its obligations say, and nothing is called bounded that no number bounds."""

from dataclasses import replace

import pytest

from gateway.authorization.limits import Unreadable
from gateway.authorization.obligations import OBLIGATIONS, Masked, Metered, PeopleCounted
from gateway.authorization.report.flow import Way, enters, leaves
from gateway.authorization.request import Capability
from tests.gateway.authorization.a_request import an_order, the_policy


def duties_of(capability):
    (rule,) = [each for each in the_policy().rules.values() if each.obligations and each.capability is capability]
    return tuple(OBLIGATIONS[name](an_order(), the_policy().limits) for name in rule.obligations)


def a_way(capability, duties=None):
    policy = the_policy()
    commands = tuple(
        (policy.purposes.name_of(each), tuple(policy.commands.for_purpose(each).values()))
        for each in ("backup", "failure")
    )
    demanded = duties_of(capability) if duties is None else duties
    return Way(capability=capability, duties=demanded, commands=commands)


@pytest.mark.parametrize("capability", Capability)
def test_every_way_is_told_in_both_languages_with_and_without_its_guards(capability):
    for way in (a_way(capability), a_way(capability, ())):
        for flow in (leaves(way), enters(way)):
            assert flow.text.en.isascii()
            assert not flow.text.ja.isascii()


def test_R12_what_no_number_bounds_is_said_to_be_unbounded():
    for way in (a_way(Capability.SHELL, ()), a_way(Capability.COMMANDS, ()), a_way(Capability.EXEC)):
        flow = leaves(way)
        assert flow.bytes_max is None
        assert "上限なし" in flow.text.ja
        assert "unbounded" in flow.text.en
    assert leaves(a_way(Capability.UPLOAD)).bytes_max == 0


@pytest.mark.parametrize("capability", [Capability.SHELL, Capability.COMMANDS])
def test_R07_a_picture_is_said_to_be_masked_and_counted_only_where_it_is(capability):
    whole = duties_of(capability)
    text = leaves(a_way(capability)).text
    assert "伏せ字" in text.ja
    assert "閲覧上限まで、超えれば凍結" in text.ja
    assert "within the disclosure budget" in text.en
    unmetered = leaves(a_way(capability, tuple(each for each in whole if not isinstance(each, Metered)))).text.en
    assert "masked; unbounded" in unmetered
    assert "budget" not in unmetered
    unmasked = leaves(a_way(capability, tuple(each for each in whole if not isinstance(each, Masked)))).text.en
    assert "not masked, unbounded" in unmasked


def test_R10_what_goes_in_is_bounded_as_the_limits_say():
    assert enters(a_way(Capability.UPLOAD)).bytes_max == 2048 << 20
    assert enters(a_way(Capability.EXEC)).bytes_max == 512 << 20
    assert "20 人を超える" in enters(a_way(Capability.UPLOAD)).text.ja
    assert "人数は数えない" in enters(a_way(Capability.SHELL)).text.ja


def test_a_file_that_nobody_can_look_into_is_said_to_be_accepted_where_it_is():
    accepted = replace(the_policy().limits.upload, unreadable=Unreadable.ACCEPT)
    flow = enters(a_way(Capability.EXEC, (PeopleCounted(limits=accepted),)))
    assert "accepted uncounted" in flow.text.en


def test_commands_are_counted_by_purpose_and_by_what_they_change():
    text = leaves(a_way(Capability.COMMANDS)).text.en
    failure = the_policy().commands.for_purpose("failure").values()
    changing = sum(each.privileged or each.edits for each in failure)
    assert f"repair of a service failure: {len(failure)}, {changing} of them change the target" in text
    assert "at most 8 MiB a run, any number of runs" in text


def test_a_terminal_without_paint_is_said_to_pass_everything():
    assert "control sequences too" in leaves(a_way(Capability.SHELL, ())).text.en
