"""Registering maintenance terminals: their name and place, what they are set apart for, their key and certificate (R-18).

Employers are in office_employers.py, targets in office_targets.py, client companies in office_clients.py.
"""

from dataclasses import dataclass, replace
from typing import Final

from gateway.authorization.roles import Permission
from gateway.crypto import terminal_certificate
from gateway.crypto.digest import fingerprint
from gateway.crypto.terminal_certificate import TerminalCertificate
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import TerminalAdded, TerminalChanged
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.terminal import Terminal, TerminalKind
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_employers import EMPLOYER_KINDS, add_employer
from gateway.wiring.office_keys import PublicKey, key_taken
from gateway.wiring.office_objections import about_lines, require_reason
from gateway.wiring.office_parties import employer_id
from gateway.wiring.office_unfit import FieldsRefused, Objected, require_fit

__all__ = [
    "EMPLOYER_KINDS",
    "TerminalWish",
    "add_employer",
    "add_terminal",
    "certificate_of",
    "change_terminal",
    "read_certificate",
    "set_terminal",
    "terminal_named",
]
_UNFIT: Final = "name.unfit"


def add_terminal(office: Office, terminal: Terminal) -> None:
    """Register a terminal. Raises FieldsRefused, CallRefused, naming whose the key is already."""
    office.require_register(Permission.TERMINALS_MANAGE, terminal.name)
    require_fit(about_lines(_UNFIT, name=terminal.name, site=terminal.site))
    try:
        office.commit(TerminalAdded(terminal=terminal, fingerprint=fingerprint(terminal.public_key)))
    except CallRefused as refused:
        raise _taken(office, refused, terminal) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalWish:
    """What is to become another about a terminal; None stays. `owner` is an employer's id or name, `certificate` b"" takes away.

    `seen` is the terminal as the wisher saw it: another one by now is refused ("stale"); None is whatever there is.
    """

    name: str | None = None
    site: str | None = None
    owner: str | None = None
    kind: TerminalKind | None = None
    certificate: bytes | None = None
    standing: Standing | None = None
    seen: Terminal | None = None
    reason: str | None = None


def set_terminal(office: Office, name: str, standing: Standing, *, reason: str | None = None) -> Terminal:
    """Another standing for a terminal; the terminal afterwards. Raises CallRefused."""
    return change_terminal(office, name, TerminalWish(standing=standing, reason=reason))


def change_terminal(office: Office, name: str, wish: TerminalWish) -> Terminal:
    """Change what is given of a terminal; the terminal afterwards. One that is revoked loses its key too.

    Raises FieldsRefused, CallRefused.
    """
    office.require_register(Permission.TERMINALS_MANAGE, name)
    before = terminal_named(office, name) if wish.seen is None else wish.seen
    after = replace(
        before,
        name=wish.name or before.name,
        site=wish.site or before.site,
        owner=employer_id(office, wish.owner) if wish.owner else before.owner,
        kind=wish.kind or before.kind,
        certificate=before.certificate if wish.certificate is None else wish.certificate or None,
        standing=wish.standing or before.standing,
    )
    require_reason(wish.reason)
    require_fit(about_lines(_UNFIT, name=after.name, site=after.site))
    try:
        office.commit(TerminalChanged(before=before, after=after, reason=wish.reason))
    except CallRefused as refused:
        raise _taken(office, refused, after) from None
    return after


def terminal_named(office: Office, name: str) -> Terminal:
    """The terminal of this name or id. Raises CallRefused where there is none."""
    found = office.lists.terminal_named(name)
    if found is None:
        raise CallRefused("terminal.absent", texts.absent("端末", "terminal", name, "terminal list"))
    return found


def certificate_of(terminal: Terminal) -> TerminalCertificate | None:
    """The terminal's certificate, read; None where it has none. Raises ValueError for bytes the database should not hold."""
    return None if terminal.certificate is None else terminal_certificate.from_der(terminal.certificate)


def read_certificate(office: Office, pasted: str) -> TerminalCertificate:
    """The one certificate in a pasted PEM text, valid now. Raises FieldsRefused (`certificate`)."""
    if "PRIVATE KEY" in pasted:
        raise _certificate(_PRIVATE)
    try:
        read = terminal_certificate.from_pem(pasted)
    except ValueError:
        raise _certificate(_UNREADABLE) from None
    if not read.is_valid(office.clock.now()):
        raise _certificate(_NOT_VALID)
    return read


def _taken(office: Office, refused: CallRefused, terminal: Terminal) -> CallRefused:
    """Which of the things that are there once only was there already."""
    if refused.code == "certificate.taken":
        return _certificate(refused.text, refused.code)
    named = key_taken(office, refused, (PublicKey(blob=terminal.public_key, comment=""),))
    other = office.lists.terminal_named(terminal.name)
    if refused.code == "office.exists" and other is not None and other.id != terminal.id:
        return FieldsRefused([Objected(field="name", code="terminal.taken", text=_NAME_TAKEN)])
    return named


def _certificate(text: Text, code: str = "certificate.unfit") -> FieldsRefused:
    return FieldsRefused([Objected(field="certificate", code=code, text=text)])


_NAME_TAKEN: Final = Text(
    ja="同じ名前の端末が登録済みです（廃止した端末の名前も使えません）。別の名前にしてください。",
    en="A terminal of that name is registered (also a revoked one keeps its name). Choose another.",
)
_PRIVATE: Final = Text(
    ja="秘密鍵が含まれています。登録するのは証明書だけです。この秘密鍵は他人の目に触れたものとして破棄し、作り直してください。",
    en="This holds a private key. Only the certificate is registered. Treat that key as seen by others and make a new one.",
)
_UNREADABLE: Final = Text(
    ja="証明書を読み取れません。PEM 形式（-----BEGIN CERTIFICATE-----）の X.509 証明書を 1 枚だけ貼り付けてください。"
    "鍵は RSA 2048 ビット以上、ECDSA（P-256/384/521）、Ed25519 のいずれかです。",
    en="Paste exactly one X.509 certificate in PEM form (-----BEGIN CERTIFICATE-----), with an RSA key of 2048 bits or more, "
    "ECDSA P-256/384/521, or Ed25519.",
)
_NOT_VALID: Final = Text(
    ja="証明書の有効期間外です。期限内の証明書を作成し直してください。",
    en="The certificate is not valid at this moment. Make one that is.",
)
