"""Which process may do what to which table: THE table. What is not listed is not granted.

Nobody updates or deletes a row of journal or checkpoint. A session process and the gateway open no database at all. Columns
that may change are named one by one: an order's window, a person's number, a session's facts never do.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from gateway.storage.tables import metadata


class Process(StrEnum):
    """A process of this gateway, as the database tells them apart."""

    SESSION = "session"
    GATEWAY = "gateway"
    KEEPER = "keeper"
    REGISTRAR = "registrar"
    OFFICE = "office"
    WORKER = "worker"
    ARCHIVIST = "archivist"
    BACKUP = "backup"
    AUDITOR = "auditor"


_READ = "SELECT"
_ADD = "SELECT, INSERT"


def _change(*columns: str) -> str:
    return f"SELECT, INSERT, UPDATE ({', '.join(columns)})"


_KEEPER = {
    "person": _READ, "credential": _READ, "work_order": _READ, "approval": _READ, "target": _READ, "target_secret": _READ,
    "web_session": _READ, "enrolment": _READ, "employer": _READ, "client": _READ,
    "recovery_code": "SELECT, UPDATE (used_at)", "passkey": "SELECT, UPDATE (sign_count, used_at)",
    "web_challenge": "SELECT, INSERT, UPDATE (used_at), DELETE",
    "used_code": _ADD,
    "lockout": _change("failures", "locked_until"),
    "inquiry": _READ,
    "recording_key": _ADD,  # destroyed by the registrar alone, with the journal's word
}  # fmt: skip

_REGISTRAR = {
    "journal": _ADD, "checkpoint": _ADD, "approval": _ADD, "order_target": _ADD, "order_client": _ADD,
    "client": _change("name", "kana", "contact"), "consent": _change("ended_at", "ended_by", "end_reason"),
    "person": _change(
        "employer_id", "engagement", "agency", "contract_end", "roles", "language", "standing", "version",
        "name_sealed", "kana_sealed", "mail_sealed", "trained_on", "oath_on",
    ),
    "credential": _change("sealed") + ", DELETE",
    "enrolment": _change("digest", "issued_by", "issued_at", "expires_at", "used_at") + ", DELETE",
    "recovery_code": _ADD + ", DELETE", "passkey": _ADD + ", DELETE",
    "ssh_key": _change("revoked_at", "counter"),
    "user_authority": _change("revoked_at"),
    "revoked_certificate": _ADD,
    "terminal": _change("name", "site", "owner", "standing", "kind", "certificate", "certificate_digest"),
    "employer": _change("name", "kind", "contract_number", "contract_start", "contract_end"),
    "target": _change(
        "protocol", "address", "port", "host_keys", "accounts", "login", "clients", "encoding", "free_declared_by",
        "free_until", "standing", "drop_folder", "management", "risk_owner", "risk_importance", "risk", "risk_measure",
        "risk_review_on", "risk_people",
    ),
    "target_secret": _change("sealed", "pending"),
    "rotation": _change("reason", "prepared_at", "tries", "not_before", "failed", "done_at"),
    "proposal": _change("standing", "decided_by", "decided_at"),
    "lockout": _change("failures", "locked_until"),
    "work_order": _change("standing", "version"),
    "session": _change("state", "ended_at", "end_reason"),
    "session_standing": _change(
        "course", "why", "since", "ends_at", "frozen_by", "used", "ceiling", "people", "people_cap"
    ),
    "recording": _change("state", "final_hash", "chunks", "stored_bytes", "last_at", "sealed_at"),
    "play": _change("taken_at"),
    "lease": _change("node", "sessions") + ", DELETE",
    "node": _change("started_at") + ", DELETE",
    "web_session": _change("signed_pass", "way", "seen_at", "seen_address", "ended_at", "end_reason") + ", DELETE",
    "web_pace": _change("times", "ends_at") + ", DELETE",
    "disclosure": _change("masked", "revealed", "at_most", "withheld", "estimated"), "disclosed_person": _ADD,
    "disclosure_reserve": _change("kept") + ", DELETE", "budget_step": _ADD,
    "budget_freeze": _change("exceeded", "released_at", "released_by", "reason"),
    "shell_person": _change("at"), "shell_sight": _change("day"),
    "shell_use": _change("opaque", "hashes", "bare_lines", "novel", "volume") + ", DELETE",
    "canary": _change("removed_at", "removed_by", "reason"),
    "shown_people": _change("people", "unnamed"), "inquiry": _ADD,
    "recording_key": "SELECT (name, day, clients, made_at, destroyed_at), UPDATE (sealed, destroyed_at)",
    "retired_recording": _change("removed_at"), "legal_hold": _change("lifted_by", "lifted_at", "lift_reason"),
    "contract_end": _ADD,
}  # fmt: skip

_OFFICE = dict.fromkeys(
    (
        "journal", "checkpoint", "person", "ssh_key", "terminal", "target", "employer", "client", "consent", "work_order",
        "approval", "order_target", "order_client", "session", "session_standing", "recording", "lease",
        "node", "user_authority", "revoked_certificate", "disclosure", "disclosure_reserve", "budget_freeze", "budget_step",
    ),
    _READ,
)  # fmt: skip
_OFFICE |= {
    "disclosed_person": _READ,  # keyed digests; the key is the keeper's
    "shell_person": _READ,
    "shell_sight": _READ,
    "shown_people": _READ,  # the same
    "inquiry": _READ,
    "recording_key": "SELECT (name, day, clients, made_at, destroyed_at)",
    "retired_recording": _READ,
    "legal_hold": _READ,
    "contract_end": _READ,
    "canary": "SELECT (id, client, kind, note, added_at, added_by, removed_at, removed_by, reason)",
    "play": _READ,
    "rotation": _READ,
    "lockout": _READ,
    "credential": "SELECT (person_id, kind)",
    "enrolment": "SELECT (person_id, issued_by, issued_at, expires_at, used_at)",
    "recovery_code": "SELECT (person_id, made_at, used_at)",
    "passkey": "SELECT (credential_id, person_id, name, made_at, used_at)",
    "web_session": "SELECT (id, person_id, way, made_at, ends_at, seen_at, address, seen_address, agent, ended_at, end_reason)",
    "proposal": "SELECT (id, change, subject, facts, asked_by, asked_by_username, asked_at, expires_at, standing,"
    " decided_by, decided_at)",
}

_WORKER = dict.fromkeys(("journal", "checkpoint", "work_order", "approval", "session", "recording", "node"), _READ)
_WORKER |= {"person": "SELECT (id, username)", "client": "SELECT (id, name)"}  # what a notice of an order says
_WORKER |= {"target": "SELECT (name, protocol, standing, host_keys)"}  # pinned certificates that are about to end

_ARCHIVIST = {"journal": _READ}  # what there should be of recordings, and what was said of them
_BACKUP = dict.fromkeys(map(str, metadata.tables), _READ)  # all of it, and nothing to change it with
_AUDITOR = dict.fromkeys(("journal", "checkpoint", "session", "recording", "node"), _READ)  # for an auditor's own tools

RIGHTS: Mapping[Process, Mapping[str, str]] = MappingProxyType(
    {
        Process.SESSION: {},
        Process.GATEWAY: {},
        Process.KEEPER: _KEEPER,
        Process.REGISTRAR: _REGISTRAR,
        Process.OFFICE: _OFFICE,
        Process.WORKER: _WORKER,
        Process.ARCHIVIST: _ARCHIVIST,
        Process.BACKUP: _BACKUP,
        Process.AUDITOR: _AUDITOR,
    }
)
