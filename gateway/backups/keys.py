"""The two keys of backups, both made from the keeper's master key, so that two custodians' shares give them back.

- `open` (X25519): what was sealed for its public half opens with it alone. It never lies on the machine that makes backups.
- `sign` (Ed25519): whoever makes backups holds it, so that nobody who only has the copies can make one up.
"""

from dataclasses import dataclass
from typing import Final

from gateway.crypto import signing, wrapping
from gateway.crypto.derived import KEY_BYTES, derived
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

_SIGN: Final = "sekisho backup sign v1"
_OPEN: Final = "sekisho backup open v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class MakingKeys:
    """What the machine that makes backups keeps: enough to seal and sign, not enough to open."""

    sign: Secret
    public: bytes

    def kept(self) -> bytes:
        """As it lies in its file."""
        return self.sign.reveal() + self.public

    @property
    def verifier(self) -> bytes:
        """The 32-byte Ed25519 key that signatures of backups are checked with."""
        return signing.public_of(self.sign)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningKeys:
    """What a restore holds, for as long as it lasts."""

    open: Secret
    verifier: bytes


def making_keys(master: Secret) -> MakingKeys:
    """The keys to make backups with that this master key opens."""
    return MakingKeys(sign=derived(master, _SIGN), public=wrapping.public_of(derived(master, _OPEN)))


def read_making_keys(kept: bytes) -> MakingKeys:
    """What `MakingKeys.kept` was. Raises GatewayFault."""
    if len(kept) != KEY_BYTES + wrapping.PUBLIC_BYTES:
        raise GatewayFault("the key of backups is damaged; run `sekisho custody split` again")
    return MakingKeys(sign=Secret(kept[:KEY_BYTES]), public=kept[KEY_BYTES:])


def opening_keys(master: Secret) -> OpeningKeys:
    """The keys to open backups with."""
    return OpeningKeys(open=derived(master, _OPEN), verifier=signing.public_of(derived(master, _SIGN)))
