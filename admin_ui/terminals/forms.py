"""The forms about terminals, and what they mean."""

import hashlib
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, TextAreaField

from admin_ui.language import _, _l, said
from admin_ui.register_forms import ChoiceField, Gathered, LineField, Required, offered
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.terminal import Terminal, TerminalKind
from gateway.wiring.office import Office
from gateway.wiring.office_keys import pasted_key
from gateway.wiring.office_objections import about_lines
from gateway.wiring.office_register import TerminalWish, read_certificate
from gateway.wiring.office_unfit import FieldsRefused, Objected
from gateway.wiring.office_words import WORDS

PASTED = {"rows": 6, "spellcheck": "false"}


class _About(FlaskForm):
    """What can be changed about a terminal."""

    name = LineField(_l("端末名"), required=True)
    kind = ChoiceField(_l("端末区分"), required=True)
    site = LineField(_l("設置場所（保守拠点）"), required=True)
    owner = ChoiceField(_l("管理する委託先"), required=True)
    certificate = TextAreaField(_l("データベース接続用の証明書（PEM）"), render_kw=PASTED)

    def offer(self, office: Office) -> None:
        """Fill the lists with what is registered now."""
        employers = sorted(office.lists.employers(), key=lambda each: each.name)
        self.owner.choices = offered(((each.id, each.name) for each in employers), nothing=_("選んでください"))
        self.kind.choices = offered((each.value, said(WORDS[each.value])) for each in TerminalKind)

    def lines(self) -> list[Objected]:
        """What is wrong with name and place."""
        return about_lines("name.unfit", name=self.name.data, site=self.site.data)

    def kept_for(self) -> TerminalKind:
        """What the terminal is set apart for. Raises FieldsRefused for a word that is none."""
        if self.kind.data not in {each.value for each in TerminalKind}:
            raise FieldsRefused([Objected(field="kind", code="terminal.unfit", text=_KIND)])
        return TerminalKind(self.kind.data)

    def pasted(self, office: Office) -> bytes | None:
        """The certificate that was pasted, DER; None where none was. Raises FieldsRefused."""
        text = (self.certificate.data or "").strip()
        return read_certificate(office, text).der if text else None

    def keeper(self, office: Office) -> str:
        """Id of the employer that keeps it. Raises FieldsRefused."""
        if self.owner.data not in {each.id for each in office.lists.employers()}:
            raise FieldsRefused([Objected(field="owner", code="employer.absent", text=_OWNER)])
        return str(self.owner.data)


class NewTerminal(_About):
    """A terminal to register, with the key it knocks with."""

    key = TextAreaField(_l("端末の公開鍵（1 行）"), [Required()], render_kw=PASTED)

    def terminal(self, office: Office) -> Terminal:
        """What was typed. Raises FieldsRefused."""
        found = Gathered(self.lines())
        terminal = Terminal(
            id=new_identifier("T", office.clock.now()),
            name=self.name.data,
            site=self.site.data,
            owner=found.of(lambda: self.keeper(office), ""),
            public_key=found.of(lambda: pasted_key(self.key.data or "", self.name.data).blob, b""),
            standing=Standing.ACTIVE,
            kind=found.of(self.kept_for, TerminalKind.ORDINARY),
            certificate=found.of(lambda: self.pasted(office), None),
        )
        found.require_none()
        return terminal


class EditTerminal(_About):
    """What is registered, to be changed. `seen` marks what was shown."""

    without = BooleanField(_l("登録済みの証明書を外す"))
    seen = HiddenField()

    def wish(self, office: Office, now: Terminal) -> TerminalWish:
        """What was typed; no certificate pasted leaves the one there is. Raises FieldsRefused."""
        found = Gathered(self.lines())
        pasted = found.of(lambda: self.pasted(office), None)
        wish = TerminalWish(
            name=self.name.data,
            site=self.site.data,
            owner=found.of(lambda: self.keeper(office), None),
            kind=found.of(self.kept_for, TerminalKind.ORDINARY),
            certificate=b"" if self.without.data and pasted is None else pasted,
            seen=now,
        )
        found.require_none()
        return wish


def as_registered(terminal: Terminal) -> dict[str, Any]:
    """What the form of changes begins with."""
    return {
        "name": terminal.name,
        "kind": terminal.kind.value,
        "site": terminal.site,
        "owner": terminal.owner,
        "seen": mark_of(terminal),
    }


def mark_of(terminal: Terminal) -> str:
    """Equal exactly while nothing of the terminal has changed."""
    return hashlib.sha256(repr(terminal).encode("utf-8", "surrogatepass")).hexdigest()


_KIND = Text(ja="端末区分を選んでください。", en="Choose what the terminal is set apart for.")
_OWNER = Text(ja="管理する委託先を選んでください。", en="Choose the employer that keeps the terminal.")
