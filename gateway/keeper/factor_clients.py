"""The keeper as the office asks it about factors: links, recovery codes, passkeys, one's own. Raises CallRefused, Fault."""

from gateway.authentication.passkey import Purpose
from gateway.authentication.ports import Checked
from gateway.ipc.client import Asks
from gateway.keeper import factor_requests as asked
from gateway.keeper.clients import FACTOR_SECONDS
from gateway.keeper.requests import Nothing, WebProved
from gateway.vocabulary.secret import Secret


class Enrolment:
    """First factors by a one-time link, on a connection of its own."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def begin(self, token: Secret, sealed: bytes | None = None) -> asked.EnrolBegun:
        """Whose link it is; a fresh code secret, or the one of an earlier answer (`sealed`)."""
        params = asked.EnrolBegin(token=_text(token), sealed=sealed)
        return self._keeper.call("enrol.begin", params, asked.EnrolBegun)

    def finish(self, token: Secret, *, password: Secret, sealed: bytes, code: Secret) -> asked.EnrolFinished:
        """The first factors, sealed, with the assertion that the registrar wants for them."""
        params = asked.EnrolFinish(token=_text(token), password=_text(password), sealed=sealed, code=_text(code))
        return self._keeper.call("enrol.finish", params, asked.EnrolFinished, timeout_seconds=FACTOR_SECONDS)


class Recovery:
    """A recovery code after the password."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def verify(self, username: str, code: Secret) -> Checked:
        """Judge it; a right one binds."""
        params = asked.RecoveryVerify(username=username, code=_text(code))
        return self._keeper.call("recovery.verify", params, Checked, timeout_seconds=FACTOR_SECONDS)


class Passkeys:
    """Passkeys. `response` is what the browser gave, JSON."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def challenge(self, purpose: Purpose) -> str:
        """Options for the browser, JSON, with a challenge good once."""
        return self._keeper.call("passkey.challenge", asked.PasskeyChallenge(purpose=purpose), str)

    def verify(self, response: str) -> Checked:
        """Judge a proof; a right one binds the connection to whose it is."""
        params = asked.PasskeyShown(response=response)
        return self._keeper.call("passkey.verify", params, Checked, timeout_seconds=FACTOR_SECONDS)

    def again(self, response: str) -> WebProved:
        """Judge a fresh proof of whoever is bound."""
        params = asked.PasskeyShown(response=response)
        return self._keeper.call("passkey.again", params, WebProved, timeout_seconds=FACTOR_SECONDS)

    def register(self, response: str) -> asked.NewPasskey:
        """A new passkey of whoever is bound, sealed."""
        return self._keeper.call("passkey.register", asked.PasskeyShown(response=response), asked.NewPasskey)


class Own:
    """Further factors of whoever is bound, sealed for the registrar."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def password(self, password: Secret) -> bytes:
        """Another password, sealed. Raises CallRefused ("password.weak") with every objection."""
        params = asked.OwnPassword(password=_text(password))
        return self._keeper.call("own.password", params, bytes, timeout_seconds=FACTOR_SECONDS)

    def code_begin(self, sealed: bytes | None = None) -> asked.NewCodeSecret:
        """Another code secret to show once, or the one of an earlier answer."""
        return self._keeper.call("own.code_begin", asked.OwnCodeBegin(sealed=sealed), asked.NewCodeSecret)

    def code(self, sealed: bytes, code: Secret) -> asked.OwnCodeSealed:
        """The secret, sealed to be stored, once a code shows that it was taken over."""
        params = asked.OwnCode(sealed=sealed, code=_text(code))
        return self._keeper.call("own.code", params, asked.OwnCodeSealed)

    def recovery(self) -> asked.NewRecoveryCodes:
        """Ten codes in the place of all former ones."""
        return self._keeper.call("own.recovery", Nothing(), asked.NewRecoveryCodes)


def _text(secret: Secret) -> str:
    return secret.reveal().decode("utf-8")
