"""Registering what is no person: terminals, targets with their vaulted secrets, employers, client companies."""

from dataclasses import replace
from typing import Final

from gateway.authorization.roles import Permission
from gateway.crypto.digest import fingerprint
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import (
    ClientAdded,
    EmployerAdded,
    TargetAdded,
    TargetChanged,
    TargetSecretSet,
    TerminalAdded,
    TerminalChanged,
)
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import LoginWay, Target
from gateway.vocabulary.terminal import Terminal
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_keys import PublicKey, key_taken

EMPLOYER_KINDS: Final = ("processor", "sub-processor", "client")
NAME_LETTERS_MAX: Final = 100


def add_terminal(office: Office, terminal: Terminal) -> None:
    """Register a terminal. Raises CallRefused, naming whose the key is already."""
    office.require_register(Permission.TERMINALS_MANAGE, terminal.name)
    _require_name(terminal.name)
    try:
        office.commit(TerminalAdded(terminal=terminal, fingerprint=fingerprint(terminal.public_key)))
    except CallRefused as refused:
        raise key_taken(office, refused, (PublicKey(blob=terminal.public_key, comment=""),)) from None


def set_terminal(office: Office, name: str, standing: Standing) -> Terminal:
    """Another standing for a terminal; the terminal afterwards. Raises CallRefused."""
    return change_terminal(office, name, standing=standing)


def change_terminal(
    office: Office,
    name: str,
    *,
    new_name: str | None = None,
    site: str | None = None,
    owner: str | None = None,
    standing: Standing | None = None,
) -> Terminal:
    """Change what is given of a terminal; the terminal afterwards. One that is revoked loses its key too. Raises CallRefused."""
    office.require_register(Permission.TERMINALS_MANAGE, name)
    before = terminal_named(office, name)
    after = replace(
        before,
        name=new_name or before.name,
        site=site or before.site,
        owner=owner or before.owner,
        standing=standing or before.standing,
    )
    for text in (after.name, after.site, after.owner):
        _require_name(text)
    office.commit(TerminalChanged(before=before, after=after))
    return after


def terminal_named(office: Office, name: str) -> Terminal:
    """The terminal of this name or id. Raises CallRefused where there is none."""
    found = next((each for each in office.lists.terminals() if name in (each.name, each.id)), None)
    if found is None:
        raise CallRefused("terminal.absent", texts.absent("端末", "terminal", name, "terminal list"))
    return found


def add_target(office: Office, target: Target, secret: Secret | None) -> None:
    """Register a target and vault its secret, which the keeper judges first. Raises CallRefused."""
    office.require_register(Permission.TARGETS_MANAGE, target.name)
    vaulted = target.login is not LoginWay.CERTIFICATE
    if vaulted is (secret is None):
        raise CallRefused("target.secret", _SECRET)
    sealed = None if secret is None else office.secrets.seal_target_secret(target.name, target.login, secret)
    office.commit(TargetAdded(target=target))
    if sealed is not None:
        office.commit(TargetSecretSet(target=target.name, kind=target.login, sealed=sealed))


def set_target(office: Office, name: str, standing: Standing) -> Target:
    """Another standing for a target; the target afterwards. Raises CallRefused."""
    office.require_register(Permission.TARGETS_MANAGE, name)
    before = target_named(office, name)
    after = replace(before, standing=standing)
    office.commit(TargetChanged(before=before, after=after))
    return after


def target_named(office: Office, name: str) -> Target:
    """The target. Raises CallRefused where there is none."""
    found = office.facts.target(name)
    if found is None:
        raise CallRefused("target.absent", texts.absent("接続先", "target", name, "target list"))
    return found


def add_employer(office: Office, *, employer: str, name: str, kind: str) -> None:
    """Register an employer under an id of its own; one name, one employer. Raises CallRefused."""
    office.require_register(Permission.PEOPLE_MANAGE, employer)
    _require_name(name)
    if any(line.name == name for line in office.lists.employers()):
        raise CallRefused("employer.taken", _EMPLOYER_TAKEN)
    office.commit(EmployerAdded(id=employer, name=name, kind=kind))


def add_client(office: Office, *, code: str, name: str) -> None:
    """Register a client company under its code. Raises CallRefused."""
    office.require_register(Permission.TARGETS_MANAGE, code)
    _require_name(name)
    _require_name(code)
    office.commit(ClientAdded(id=code, name=name))


def _require_name(name: str) -> None:
    if not name.strip() or not name.isprintable() or len(name) > NAME_LETTERS_MAX:
        raise CallRefused("name.unfit", _NAME)


_NAME: Final = Text(
    ja=f"名称は 1 行、{NAME_LETTERS_MAX} 文字以内で、制御文字を含まないものにしてください。",
    en=f"A name is one line of at most {NAME_LETTERS_MAX} letters without control characters.",
)
_SECRET: Final = Text(
    ja="vaulted-key と vaulted-password には秘密（--secret-file または入力）が必要で、certificate には不要です。",
    en="vaulted-key and vaulted-password need a secret; certificate has none.",
)
_EMPLOYER_TAKEN: Final = Text(
    ja="同じ名称の委託先が登録済みです。「sekisho employer list」で確認してください。",
    en="An employer of that name is registered. Check with: sekisho employer list",
)
