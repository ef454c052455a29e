import json
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from gateway.authentication.web_session import EndReason, Tries


def test_reasons_are_words_for_the_journal():
    assert json.dumps([reason.value for reason in EndReason]) == json.dumps(
        ["signed-out", "revoked", "by-administrator", "idle", "over", "account", "factors"]
    )


def test_values_do_not_change():
    tries = Tries(times=1, ends_at=datetime(2026, 11, 22, tzinfo=UTC))
    with pytest.raises(FrozenInstanceError):
        tries.times = 2
