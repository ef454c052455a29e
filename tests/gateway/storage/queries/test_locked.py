from datetime import timedelta

from gateway.authentication.lockout import Attempts
from gateway.storage.engine import reading, writing
from gateway.storage.queries.locked import locked
from gateway.storage.stores.codes import Lockouts
from tests.gateway.storage.samples import NOW

MINUTE = timedelta(minutes=1)


def test_R16_who_is_locked_now_and_until_when(office):
    with writing(office) as connection:
        lockouts = Lockouts(connection)
        lockouts.put("P-sato", Attempts(failures=5, locked_until=NOW + MINUTE))
        lockouts.put("P-kato", Attempts(failures=5, locked_until=NOW))
        lockouts.put("P-ito", Attempts(failures=2, locked_until=None))
    with reading(office) as connection:
        assert locked(connection, NOW) == {"P-sato": NOW + MINUTE}
