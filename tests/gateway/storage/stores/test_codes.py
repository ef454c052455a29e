import pytest
from sqlalchemy import text

from gateway.authentication.lockout import NO_FAILURES, Attempts
from gateway.storage.engine import writing
from gateway.storage.stores.codes import Lockouts, UsedCodes
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import NOW, StillClock


def test_R16_a_code_is_good_once(office):
    with writing(office) as connection:
        codes = UsedCodes(connection, StillClock())
        assert codes.use("P-sato", 58_000_000)
        assert not codes.use("P-sato", 58_000_000)
        assert codes.use("P-sato", 58_000_001)
        assert codes.use("P-kato", 58_000_000)
        assert connection.execute(text("SELECT count(*) FROM used_code")).scalar_one() == 3


def test_R16_a_code_of_nobody_is_a_fault_and_not_a_no(office):
    with pytest.raises(GatewayFault), writing(office) as connection:
        UsedCodes(connection, StillClock()).use("P-nobody", 1)


def test_failures_are_counted(office):
    with writing(office) as connection:
        lockouts = Lockouts(connection)
        assert lockouts.get("P-sato") == NO_FAILURES
        for attempts in (Attempts(failures=1), Attempts(failures=5, locked_until=NOW), NO_FAILURES):
            lockouts.put("P-sato", attempts)
            assert lockouts.get("P-sato") == attempts
        assert lockouts.get("P-kato") == NO_FAILURES
