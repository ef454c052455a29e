"""A registered maintenance machine (保守端末). Its key is asked for before any question about a person (R-18)."""

from dataclasses import dataclass

from gateway.vocabulary.identity import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """One machine. `public_key` is the OpenSSH blob (RFC 4253 §6.6); a terminal's key is never a person's key."""

    id: str
    name: str
    site: str
    owner: str
    public_key: bytes
    standing: Standing
