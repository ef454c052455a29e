"""The keeper as the database door and the reading of schemas see it; `clients` says what such faces do with refusals."""

from collections.abc import Sequence

from gateway.authentication.ports import Granted, GrantFull
from gateway.ipc.client import Asks
from gateway.ipc.messages import CallRefused
from gateway.keeper import requests as asked
from gateway.keeper.clients import or_fault
from gateway.vocabulary.secret import Secret

_DIGESTS_AT_ONCE = 1024


class DatabaseDoor:
    """What the database door asks besides the factors; `take` fills authentication.ports.Grants."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def certificate(self, public_key: bytes) -> bytes:
        """PEM of a server certificate for this P-256 key (SubjectPublicKeyInfo, DER). Raises CallRefused or GatewayFault."""
        return self._keeper.call("door.certificate", asked.DoorCertificate(public_key=public_key), bytes)

    def take(
        self, username: str, terminal: str, target: str, password: Secret, code: str
    ) -> Granted | GrantFull | None:
        """Whether an earlier log-in carries this connection. Raises CallRefused or GatewayFault."""
        params = asked.GrantTake(
            username=username, terminal=terminal, target=target, password=password.reveal().decode("utf-8"), code=code
        )
        try:
            return self._keeper.call("grant.take", params, Granted | None)  # type: ignore[arg-type]
        except CallRefused as refused:
            if refused.code == "grant.full":
                return GrantFull(text=refused.text)
            raise

    def remember(self, *, session: str, order: str, target: str, account: str) -> None:
        """Let further connections go on by this one's log-in. Raises CallRefused or GatewayFault."""
        params = asked.TargetAsked(session=session, order=order, target=target, account=account)
        self._keeper.call("grant.make", params, type(None))


class Grants:
    """The registrar's word that a person's grants are over."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def forget(self, person: str) -> int:
        """How many there were. Raises CallRefused or GatewayFault."""
        return self._keeper.call("grant.forget", asked.GrantsForget(person=person), int)


class CatalogueLogin:
    """Fills relay.postgres.target.ports.DatabaseLogin for one reading of a schema, in the worker. Each answers once."""

    def __init__(self, keeper: Asks, *, target: str, account: str) -> None:
        self._keeper = keeper
        self._names = {"target": target, "account": account}

    def password(self) -> bytes:
        """The vaulted password of the role. Raises CallRefused or GatewayFault."""
        return self._keeper.call("catalogue.password", asked.CatalogueOf(**self._names), bytes)

    def x509(self, public_key: bytes) -> bytes:
        """A client certificate of minutes (DER). Raises CallRefused or GatewayFault."""
        params = asked.CatalogueCertificate(public_key=public_key, **self._names)
        return self._keeper.call("catalogue.certificate", params, bytes)


class Digests:
    """Fills relay.postgres.counting.Digests for a session."""

    def __init__(self, keeper: Asks) -> None:
        self._keeper = keeper

    def digest(self, items: Sequence[tuple[str, bytes]]) -> list[bytes]:
        """Keyed digests of (client, message), in order. Raises GatewayFault."""
        found: list[bytes] = []
        for start in range(0, len(items), _DIGESTS_AT_ONCE):
            part = [
                asked.DisclosureMessage(client=client, message=message)
                for client, message in items[start : start + _DIGESTS_AT_ONCE]
            ]
            found += or_fault(self._keeper, "disclosure.digest", asked.DisclosureDigest(items=part), list[bytes])
        return found
