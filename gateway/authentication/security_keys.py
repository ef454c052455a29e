"""Whether a security key's signature was made with the person there: a touch always, a PIN or biometric where policy says so."""

from gateway.authentication.events import KeyFault
from gateway.authentication.ports import SecurityKeyDemand
from gateway.crypto.security_key import Presence, is_security_key
from gateway.vocabulary.outcome import GatewayFault


def fault_of(key: bytes, presence: Presence | None, demand: SecurityKeyDemand) -> KeyFault | None:
    """What speaks against a verified signature by the key blob `key`; None for nothing, and for every other key.

    Raises GatewayFault where a door says a presence of a plain key, or none of a security key.
    """
    if is_security_key(key) is (presence is None):
        raise GatewayFault("a presence goes with a security key and with nothing else")
    if presence is None:
        return None
    if not presence.touched:
        return KeyFault.NOT_TOUCHED
    if demand is SecurityKeyDemand.PIN and not presence.verified:
        return KeyFault.NOT_VERIFIED
    return None
