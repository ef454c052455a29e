"""The form about an employer, and what it means."""

import hashlib
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField

from admin_ui.language import _l, said
from admin_ui.register_forms import ChoiceField, DayField, LineField, offered
from gateway.vocabulary.identity import EMPLOYER_KINDS, Employer
from gateway.wiring.office_employers import KINDS


class AboutEmployer(FlaskForm):
    """Everything of an employer but its id. `seen` marks what was shown."""

    name = LineField(_l("名称"), required=True)
    kind = ChoiceField(_l("種別"), required=True)
    contract_number = LineField(_l("契約番号"))
    contract_start = DayField(_l("契約開始日"))
    contract_end = DayField(_l("契約終了日"))
    seen = HiddenField()

    def offer(self) -> None:
        """Fill the list of kinds."""
        self.kind.choices = offered((each, said(KINDS[each])) for each in EMPLOYER_KINDS)

    def employer(self, id_: str) -> Employer:
        """What was typed."""
        return Employer(
            id=id_,
            name=self.name.data,
            kind=self.kind.data or "",
            contract_number=self.contract_number.data or None,
            contract_start=self.contract_start.data,
            contract_end=self.contract_end.data,
        )


def as_registered(employer: Employer) -> dict[str, Any]:
    """What the form of changes begins with."""
    return {
        "name": employer.name,
        "kind": employer.kind,
        "contract_number": employer.contract_number or "",
        "contract_start": employer.contract_start,
        "contract_end": employer.contract_end,
        "seen": mark_of(employer),
    }


def mark_of(employer: Employer) -> str:
    """Equal exactly while nothing of the employer has changed."""
    return hashlib.sha256(repr(employer).encode("utf-8", "surrogatepass")).hexdigest()
