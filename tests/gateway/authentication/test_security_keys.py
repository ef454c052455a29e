import pytest

from gateway.authentication.events import KeyFault
from gateway.authentication.ports import SecurityKeyDemand
from gateway.authentication.security_keys import fault_of
from gateway.crypto.security_key import Presence
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.crypto.a_security_key import ASecurityKey

TOUCH, PIN = SecurityKeyDemand.TOUCH, SecurityKeyDemand.PIN
KEY = ASecurityKey().blob


def presence(touched, verified):
    return Presence(touched=touched, verified=verified, counter=0)


@pytest.mark.parametrize(
    ("touched", "verified", "demand", "fault"),
    [
        (True, False, TOUCH, None),
        (True, True, TOUCH, None),
        (True, True, PIN, None),
        (True, False, PIN, KeyFault.NOT_VERIFIED),
        (False, True, TOUCH, KeyFault.NOT_TOUCHED),
        (False, True, PIN, KeyFault.NOT_TOUCHED),
        (False, False, TOUCH, KeyFault.NOT_TOUCHED),
    ],
)
def test_R16_a_touch_always_and_a_pin_where_policy_says_so(touched, verified, demand, fault):
    assert fault_of(KEY, presence(touched, verified), demand) is fault


def test_a_plain_key_has_no_presence_and_a_security_key_has_one():
    assert fault_of(b"ssh-ed25519 sato", None, PIN) is None
    with pytest.raises(GatewayFault):
        fault_of(KEY, None, TOUCH)
    with pytest.raises(GatewayFault):
        fault_of(b"ssh-ed25519 sato", presence(True, True), TOUCH)
