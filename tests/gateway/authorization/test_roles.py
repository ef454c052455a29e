"""R-22: one matrix; what is not in it is not permitted."""

import pytest

from gateway.authorization.roles import Permission, RoleMatrix, roles_of
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.identity import Role
from tests.gateway.authorization.a_request import SHIPPED

TEXT = (SHIPPED / "roles.toml").read_text(encoding="utf-8")
MATRIX: RoleMatrix = roles_of(TEXT.encode())


def test_R22_administrators_neither_judge_nor_replay_nor_read_the_journal() -> None:
    may = MATRIX.may[Role.ADMINISTRATOR]
    assert may == {
        Permission.PEOPLE_MANAGE,
        Permission.TERMINALS_MANAGE,
        Permission.TARGETS_MANAGE,
        Permission.HOLD_KEEP,
        Permission.POLICY_READ,
    }


def test_R22_auditors_read_everything_and_change_nothing() -> None:
    changing = {
        Permission.ORDER_ASK,
        Permission.ORDER_JUDGE,
        Permission.ORDER_WITHDRAW,
        Permission.SESSION_END,
        Permission.PEOPLE_MANAGE,
        Permission.TERMINALS_MANAGE,
        Permission.TARGETS_MANAGE,
    }
    assert not MATRIX.may[Role.AUDITOR] & changing
    assert MATRIX.holders(Permission.RECORDING_REPLAY) == (Role.AUDITOR, Role.DEMO_OPERATOR)


def test_R26_only_supervisors_judge_orders() -> None:
    assert MATRIX.holders(Permission.ORDER_JUDGE) == (Role.SUPERVISOR,)


def test_no_role_no_permission() -> None:
    assert not any(MATRIX.permits((), permission) for permission in Permission)
    assert not MATRIX.may[Role.CLIENT]


def test_every_permission_has_a_holder() -> None:
    assert all(MATRIX.holders(permission) for permission in Permission)


def test_R22_roles_that_must_be_apart() -> None:
    assert MATRIX.conflict(frozenset({Role.ENGINEER, Role.ADMINISTRATOR})) == ("administrator", "engineer")
    assert MATRIX.conflict(frozenset({Role.AUDITOR, Role.SUPERVISOR}))
    assert MATRIX.conflict(frozenset({Role.ENGINEER, Role.SUPERVISOR})) is None
    for role in Role:
        assert MATRIX.conflict(frozenset({role})) is None


@pytest.mark.parametrize(
    ("old", "new", "key", "nearest"),
    [
        ('"order.judge"', '"order.juge"', "supervisor.may.order.juge", "order.judge"),
        ("[engineer]", "[enginer]", "engineer", None),
        ("[client]", "[guest]\nja = 'a'\nen = 'a'\nmay = []\n[client]", "guest", None),
        ('role = "auditor"', 'role = "audit"', "apart[1].role.audit", "auditor"),
        ('never_with = ["engineer", "supervisor"]', 'never_with = ["client"]', "apart[2].never_with", None),
        ("may = []", "may = []\nmight = []", "client.might", None),
    ],
)
def test_a_wrong_word_is_named(old: str, new: str, key: str, nearest: str | None) -> None:
    with pytest.raises(PolicyUnfit) as found:
        roles_of(TEXT.replace(old, new, 1).encode())
    assert found.value.key == key
    assert nearest is None or found.value.nearest == nearest
