"""The end of a client's contract (R-85): what was destroyed for it, and what stays. A value; the certificate is its wording."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractEnd:
    """`keys` pairs were destroyed, which closed `recordings` recordings of this client's work alone.

    `lasting` of them were made before such pairs and are closed by the keeper's lasting key; `shared` recordings show other
    clients' data as well and stay until theirs end. `asked_by` and `confirmed_by` are person ids.
    """

    client: str
    at: datetime
    asked_by: str
    confirmed_by: str
    reason: str
    keys: int
    recordings: int
    lasting: int
    shared: int
