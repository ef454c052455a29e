"""A loaded policy cannot be changed in place."""

from dataclasses import FrozenInstanceError

import pytest

from tests.gateway.authorization.a_request import the_policy


def test_a_policy_is_replaced_whole_or_not_at_all() -> None:
    policy = the_policy()
    with pytest.raises(FrozenInstanceError):
        policy.digest = "0" * 64  # type: ignore[misc]
    with pytest.raises(TypeError):
        policy.rules["SK-101"] = policy.rules["SK-102"]  # type: ignore[index]
    assert len(policy.digest) == 64
