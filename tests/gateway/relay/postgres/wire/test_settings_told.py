"""Which settings of a target a person is told of."""

import pytest

from gateway.relay.postgres.wire.settings_told import passes
from gateway.relay.postgres.wire.status import ParameterStatus


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("server_version", "15.18 (Debian 15.18-0+deb12u1)"), ("server_version", "18.6"), ("client_encoding", "UTF8"),
        ("DateStyle", "ISO, MDY"), ("TimeZone", "Asia/Tokyo"), ("TimeZone", "Etc/UTC"), ("IntervalStyle", "postgres"),
        ("standard_conforming_strings", "on"), ("in_hot_standby", "off"),
    ],
)  # fmt: skip
def test_what_drivers_need_passes(name, value):
    assert passes(ParameterStatus(name=name, value=value))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("application_name", "psql"), ("session_authorization", "viewer"), ("search_path", "090"), ("myapp.x", "1"),
        ("TimeZone", "<09012345678>-9"), ("TimeZone", "<Yamada Taro>+3"), ("TimeZone", "Asia/Tokyo\n"),
        ("client_encoding", "SJIS"),
        ("server_version", "15 (090-1234-5678, Yamada)"), ("DateStyle", "ISO, MDY, x"),
    ],
)  # fmt: skip
def test_what_could_spell_data_does_not(name, value):
    assert not passes(ParameterStatus(name=name, value=value))
