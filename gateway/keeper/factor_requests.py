"""What may be asked of the keeper about factors: first ones, further ones, and those in the place of lost ones.

As in requests.py: sizes are bounds, and no parameter or answer that holds a secret shows itself in `repr`.
"""

from typing import Annotated, Final

import msgspec

from gateway.authentication.passkey import Purpose
from gateway.authentication.ports import Checked
from gateway.keeper.requests import Asked, Blob, Name
from gateway.vocabulary.identity import Language

Token = Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_-]{43}$")]
PASSKEY_LETTERS_MAX: Final = 32_768  # of what a browser gives for one


class RecoveryVerify(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A recovery code after the password. Answer: authentication.ports.Checked, as for a code."""

    username: Name
    code: Annotated[str, msgspec.Meta(max_length=64)]


class PasskeyChallenge(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answer: what `navigator.credentials` is to be given, as JSON, with a fresh challenge good once for this purpose."""

    purpose: Purpose


class PasskeyShown(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the browser gave (PublicKeyCredential as JSON). Answers: verify Checked, again WebProved, register NewPasskey."""

    response: Annotated[str, msgspec.Meta(max_length=PASSKEY_LETTERS_MAX)]


class EnrolBegin(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`token` of a one-time link; `sealed` of an earlier answer shows the same secret again. Answer: EnrolBegun."""

    token: Token
    sealed: Blob | None = None


class EnrolFinish(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first factors: a password, and a code that shows that the sealed secret was taken over. Answer: EnrolFinished."""

    token: Token
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]
    sealed: Blob
    code: Annotated[str, msgspec.Meta(max_length=16)]


class OwnPassword(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another password of whoever the connection is bound to. Answer: it, sealed."""

    password: Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]


class OwnCodeBegin(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another secret of one-time codes; `sealed` of an earlier answer shows the same again. Answer: NewCodeSecret."""

    sealed: Blob | None = None


class OwnCode(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code that shows that the sealed secret was taken over. Answer: OwnCodeSealed."""

    sealed: Blob
    code: Annotated[str, msgspec.Meta(max_length=16)]


class NewCodeSecret(msgspec.Struct, frozen=True, kw_only=True):
    """A secret of one-time codes (base32) to show once, and the same sealed for the next question."""

    secret: str
    sealed: bytes

    def __repr__(self) -> str:
        return "NewCodeSecret(hidden)"


class EnrolBegun(msgspec.Struct, frozen=True, kw_only=True):
    """Whose link it is, and the secret he is to take over."""

    username: str
    language: Language
    code_secret: NewCodeSecret


class NewRecoveryCodes(msgspec.Struct, frozen=True, kw_only=True):
    """Recovery codes to show once, and the keyed digests that are kept of them."""

    codes: list[str]
    digests: list[bytes]

    def __repr__(self) -> str:
        return "NewRecoveryCodes(hidden)"


class FirstFactors(msgspec.Struct, frozen=True, kw_only=True):
    """What the registrar is to store for `person` with the link of this keyed digest, sealed, and the codes to show once."""

    person: str
    digest: bytes
    password: bytes
    totp: bytes
    recovery: NewRecoveryCodes


class EnrolFinished(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the code; RIGHT with an assertion of way "enrolment" comes with the first factors."""

    checked: Checked
    factors: FirstFactors | None = None


class OwnCodeSealed(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the code; RIGHT comes with the secret, sealed to be stored."""

    checked: Checked
    totp: bytes | None = None


class NewPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey that was proved: its id, its public key sealed for the person, what it has counted."""

    credential_id: bytes
    sealed: bytes
    sign_count: int
