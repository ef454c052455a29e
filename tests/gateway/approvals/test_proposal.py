from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.approvals.proposal import LIFE, Hindrance, Proposal, Standing, hindrance, is_open

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ASKED = Proposal(
    id="CH-1", change="PersonChanged", subject="P-sato", facts="{}", body=b"", asked_by="P-ito", asked_by_username="ito",
    asked_at=NOW, expires_at=NOW + LIFE, standing=Standing.OPEN,
)  # fmt: skip


@pytest.mark.parametrize(
    ("person", "why"), [("P-abe", None), ("P-ito", Hindrance.OWN), ("P-sato", Hindrance.ABOUT_HIM)]
)
def test_R16_another_person_confirms_and_not_the_one_it_is_about(person: str, why: Hindrance | None) -> None:
    assert hindrance(ASKED, person, NOW) is why


@pytest.mark.parametrize("standing", [Standing.CONFIRMED, Standing.WITHDRAWN])
def test_what_is_over_is_over_for_everybody(standing: Standing) -> None:
    assert hindrance(replace(ASKED, standing=standing), "P-abe", NOW) is Hindrance.OVER


def test_it_lapses_at_its_last_moment() -> None:
    assert is_open(Standing.OPEN, ASKED.expires_at, ASKED.expires_at - timedelta(microseconds=1))
    assert hindrance(ASKED, "P-abe", ASKED.expires_at) is Hindrance.OVER
