"""Which process may do what to which table: THE table. What is not listed is not granted.

Nobody updates or deletes a row of journal or checkpoint. A session process and the gateway open no database at all. Columns
that may change are named one by one: an order's window, a person's number, a session's facts never do.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Process(StrEnum):
    """A process of this gateway, as the database tells them apart."""

    SESSION = "session"
    GATEWAY = "gateway"
    KEEPER = "keeper"
    REGISTRAR = "registrar"
    OFFICE = "office"
    WORKER = "worker"


_READ = "SELECT"
_ADD = "SELECT, INSERT"


def _change(*columns: str) -> str:
    return f"SELECT, INSERT, UPDATE ({', '.join(columns)})"


_KEEPER = {
    "person": _READ, "credential": _READ, "work_order": _READ, "approval": _READ, "target": _READ, "target_secret": _READ,
    "used_code": _ADD,
    "lockout": _change("failures", "locked_until"),
}  # fmt: skip

_REGISTRAR = {
    "journal": _ADD, "checkpoint": _ADD, "approval": _ADD, "employer": _ADD, "client": _ADD,
    "person": _change(
        "employer_id", "engagement", "agency", "contract_end", "roles", "language", "standing", "version",
    ),
    "credential": _change("sealed"),
    "ssh_key": _change("revoked_at", "counter"),
    "user_authority": _change("revoked_at"),
    "revoked_certificate": _ADD,
    "terminal": _change("name", "site", "owner", "standing"),
    "target": _change(
        "protocol", "address", "port", "host_keys", "accounts", "login", "clients", "encoding", "free_declared_by",
        "free_until", "standing", "drop_folder", "management",
    ),
    "target_secret": _change("sealed", "pending"),
    "rotation": _change("reason", "prepared_at", "tries", "not_before", "failed", "done_at"),
    "proposal": _change("standing", "decided_by", "decided_at"),
    "lockout": _change("failures", "locked_until"),
    "work_order": _change("standing", "version"),
    "session": _change("state", "ended_at", "end_reason"),
    "recording": _change("state", "final_hash", "chunks", "stored_bytes", "last_at", "sealed_at"),
    "lease": _change("node", "sessions") + ", DELETE",
    "node": _change("started_at"),
}  # fmt: skip

_OFFICE = dict.fromkeys(
    (
        "journal", "checkpoint", "person", "ssh_key", "terminal", "target", "employer", "client", "work_order", "approval",
        "session", "recording", "lease", "node", "user_authority", "revoked_certificate",
    ),
    _READ,
)  # fmt: skip
_OFFICE |= {
    "rotation": _READ,
    "lockout": _READ,
    "proposal": "SELECT (id, change, subject, facts, asked_by, asked_by_username, asked_at, expires_at, standing,"
    " decided_by, decided_at)",
}

_WORKER = dict.fromkeys(("journal", "checkpoint", "work_order", "session", "recording", "node"), _READ)

RIGHTS: Mapping[Process, Mapping[str, str]] = MappingProxyType(
    {
        Process.SESSION: {},
        Process.GATEWAY: {},
        Process.KEEPER: _KEEPER,
        Process.REGISTRAR: _REGISTRAR,
        Process.OFFICE: _OFFICE,
        Process.WORKER: _WORKER,
    }
)
