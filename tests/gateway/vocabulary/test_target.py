from dataclasses import replace
from datetime import date

from gateway.vocabulary.identity import Standing
from gateway.vocabulary.target import Encoding, FreeOfPersonalData, LoginWay, Protocol, Target

TARGET = Target(
    id="T-1",
    name="build-host",
    protocol=Protocol.SSH,
    address="127.0.0.1",
    port=22,
    host_keys=(b"k",),
    accounts=("build",),
    login=LoginWay.CERTIFICATE,
    clients=(),
    encoding=Encoding.UTF_8,
    free=None,
    standing=Standing.ACTIVE,
)


def test_R02_every_target_holds_personal_data_unless_somebody_said_otherwise():
    assert TARGET.holds_personal_data(date(2026, 11, 22))


def test_R02_a_declaration_ends_by_itself():
    free = replace(TARGET, free=FreeOfPersonalData(declared_by="P-1", until=date(2026, 11, 22)))
    assert not free.holds_personal_data(date(2026, 11, 22))
    assert free.holds_personal_data(date(2026, 11, 23))
