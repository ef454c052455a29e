"""R-84: recordings are kept three years, or as a client's contract says; the longest of a recording's clients decides."""

from pathlib import Path

import pytest

from gateway.authorization.lifespans import Lifespans, lifespans_of
from gateway.authorization.limits import limits_of
from gateway.authorization.strict_table import StrictTable
from gateway.authorization.unfit import PolicyUnfit

SHIPPED = (Path(__file__).parents[3] / "policies" / "limits.toml").read_bytes()


def test_R84_three_years_unless_a_contract_says_otherwise():
    assert limits_of(SHIPPED).recordings == Lifespans(days=1095, clients={})
    changed = SHIPPED.replace(b"# [retention.clients]", b"[retention.clients]").replace(b"# C001", b"C001")
    found = limits_of(changed).recordings
    assert (found.of(["C001"]), found.of(["C002"]), found.of(["C002", "C001"]), found.of([])) == (
        3650,
        1095,
        3650,
        1095,
    )
    assert found.shortest == 1095


@pytest.mark.parametrize(
    "data",
    [{"recording_days": 0}, {"recording_days": 36_501}, {"recording_days": "3y"}, {},
     {"recording_days": 1, "clients": {"C001": 0}}, {"recording_days": 1, "clients": {"C001": True}}],
)  # fmt: skip
def test_R84_what_is_no_number_of_days_does_not_load(data):
    with pytest.raises(PolicyUnfit):
        lifespans_of(StrictTable("limits.toml", data, "retention"))
