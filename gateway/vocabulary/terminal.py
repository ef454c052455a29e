"""A registered maintenance machine (保守端末). Its key is asked for before any question about a person (R-18)."""

from dataclasses import dataclass
from enum import StrEnum

from gateway.vocabulary.identity import Standing


class TerminalKind(StrEnum):
    """What a terminal is set apart for."""

    ORDINARY = "ordinary"  # 保守端末
    DEDICATED = "dedicated"  # 書き出し専用端末
    OUTBOUND = "outbound"  # 外部送信用端末


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """One machine. `public_key` is the OpenSSH blob (RFC 4253 §6.6); a terminal's key is never a person's key.

    `certificate` (X.509, DER) is what the machine shows at the database door; it is known by its SHA-256, whoever issued it.
    """

    id: str
    name: str
    site: str
    owner: str
    public_key: bytes
    standing: Standing
    kind: TerminalKind = TerminalKind.ORDINARY
    certificate: bytes | None = None
