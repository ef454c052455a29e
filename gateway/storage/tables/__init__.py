"""The tables, one a file, as SQLAlchemy Core sees them. The migrations make the same schema; a test compares the two."""

from gateway.storage.tables.approval import APPROVAL
from gateway.storage.tables.budget_freeze import BUDGET_FREEZE
from gateway.storage.tables.budget_step import BUDGET_STEP
from gateway.storage.tables.canary import CANARY
from gateway.storage.tables.checkpoint import CHECKPOINT
from gateway.storage.tables.client import CLIENT
from gateway.storage.tables.columns import metadata
from gateway.storage.tables.consent import CONSENT
from gateway.storage.tables.contract_end import CONTRACT_END
from gateway.storage.tables.credential import CREDENTIAL
from gateway.storage.tables.disclosed_person import DISCLOSED_PERSON
from gateway.storage.tables.disclosure import DISCLOSURE
from gateway.storage.tables.disclosure_reserve import DISCLOSURE_RESERVE
from gateway.storage.tables.employer import EMPLOYER
from gateway.storage.tables.enrolment import ENROLMENT
from gateway.storage.tables.inquiry import INQUIRY
from gateway.storage.tables.journal import JOURNAL
from gateway.storage.tables.lease import LEASE
from gateway.storage.tables.legal_hold import LEGAL_HOLD
from gateway.storage.tables.lockout import LOCKOUT
from gateway.storage.tables.node import NODE
from gateway.storage.tables.passkey import PASSKEY
from gateway.storage.tables.person import PERSON
from gateway.storage.tables.play import PLAY
from gateway.storage.tables.proposal import PROPOSAL
from gateway.storage.tables.recording import RECORDING
from gateway.storage.tables.recording_key import RECORDING_KEY
from gateway.storage.tables.recovery_code import RECOVERY_CODE
from gateway.storage.tables.retired_recording import RETIRED_RECORDING
from gateway.storage.tables.revoked_certificate import REVOKED_CERTIFICATE
from gateway.storage.tables.rotation import ROTATION
from gateway.storage.tables.session import SESSION
from gateway.storage.tables.session_standing import SESSION_STANDING
from gateway.storage.tables.shell_person import SHELL_PERSON
from gateway.storage.tables.shell_sight import SHELL_SIGHT
from gateway.storage.tables.shell_use import SHELL_USE
from gateway.storage.tables.shown_people import SHOWN_PEOPLE
from gateway.storage.tables.ssh_key import SSH_KEY
from gateway.storage.tables.target import TARGET
from gateway.storage.tables.target_secret import TARGET_SECRET
from gateway.storage.tables.terminal import TERMINAL
from gateway.storage.tables.used_code import USED_CODE
from gateway.storage.tables.user_authority import USER_AUTHORITY
from gateway.storage.tables.web_challenge import WEB_CHALLENGE
from gateway.storage.tables.web_pace import WEB_PACE
from gateway.storage.tables.web_session import WEB_SESSION
from gateway.storage.tables.work_order import ORDER_CLIENT, ORDER_TARGET, WORK_ORDER

__all__ = [
    "APPROVAL",
    "BUDGET_FREEZE",
    "BUDGET_STEP",
    "CANARY",
    "CHECKPOINT",
    "CLIENT",
    "CONSENT",
    "CONTRACT_END",
    "CREDENTIAL",
    "DISCLOSED_PERSON",
    "DISCLOSURE",
    "DISCLOSURE_RESERVE",
    "EMPLOYER",
    "ENROLMENT",
    "INQUIRY",
    "JOURNAL",
    "LEASE",
    "LEGAL_HOLD",
    "LOCKOUT",
    "NODE",
    "ORDER_CLIENT",
    "ORDER_TARGET",
    "PASSKEY",
    "PERSON",
    "PLAY",
    "PROPOSAL",
    "RECORDING",
    "RECORDING_KEY",
    "RECOVERY_CODE",
    "RETIRED_RECORDING",
    "REVOKED_CERTIFICATE",
    "ROTATION",
    "SESSION",
    "SESSION_STANDING",
    "SHELL_PERSON",
    "SHELL_SIGHT",
    "SHELL_USE",
    "SHOWN_PEOPLE",
    "SSH_KEY",
    "TARGET",
    "TARGET_SECRET",
    "TERMINAL",
    "USED_CODE",
    "USER_AUTHORITY",
    "WEB_CHALLENGE",
    "WEB_PACE",
    "WEB_SESSION",
    "WORK_ORDER",
    "metadata",
]
