from dataclasses import replace
from datetime import date

from gateway.authorization.report.report import report_of
from gateway.authorization.roles import Permission, RoleMatrix
from gateway.vocabulary.identity import Role
from tests.gateway.authorization.a_request import a_target, the_policy

TODAY = date(2026, 11, 22)


def test_of_a_policy_alone_the_two_kinds_of_target_are_told():
    report = report_of(the_policy(), None, TODAY)
    assert [(place.target, place.personal) for place in report.places] == [(None, True), (None, False)]
    assert (report.digest, report.hours) == (the_policy().digest, 8)
    assert [each.en for each in report.approvers] == ["supervisor"]


def test_of_registered_targets_each_is_told():
    report = report_of(the_policy(), [a_target(), a_target(name="other")], TODAY)
    assert [place.target for place in report.places] == ["callcenter-app", "other"]


def test_R08_R22_only_engineers_connect_and_who_else_sees_something_is_said():
    roles = {line.role: line for line in report_of(the_policy(), [], TODAY).roles}
    assert [role for role, line in roles.items() if line.connects] == [Role.ENGINEER]
    assert [text.en.split()[0] for text in roles[Role.SUPERVISOR].sees] == ["watch"]
    assert [text.en.split()[0] for text in roles[Role.AUDITOR].sees] == ["replay,", "inquiries:", "export"]
    assert roles[Role.ADMINISTRATOR].sees == roles[Role.ENGINEER].sees == roles[Role.CLIENT].sees == ()


def test_a_right_that_an_office_gave_away_is_told():
    matrix = the_policy().roles
    may = {**matrix.may, Role.CLIENT: frozenset({Permission.RECORDING_REPLAY})}
    policy = replace(the_policy(), roles=RoleMatrix(names=matrix.names, may=may, apart=matrix.apart))
    (client,) = [line for line in report_of(policy, [], TODAY).roles if line.role is Role.CLIENT]
    assert client.sees


def test_R12_what_is_not_stopped_is_said_in_both_languages():
    for text in report_of(the_policy(), [], TODAY).not_stopped:
        assert text.en.isascii()
        assert not text.ja.isascii()
