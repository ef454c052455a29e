"""What an auditor states before he sees a line: whose records, which days, why; and for a look-up, the numbers."""

from datetime import date
from typing import Final

from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField

from admin_ui.language import _, _l
from admin_ui.register_forms import DayField, LineField, Required
from gateway.disclosure.inquiry import PURPOSE_LETTERS_MAX
from gateway.disclosure.numbers import BYTES_MAX
from gateway.wiring.office import Office
from gateway.wiring.office_budgets import today_of
from gateway.wiring.office_inquiry import Wanted

NOBODYS: Final = "?"
"""Stands for the client nobody knows, which is no code; an empty choice is none."""
_NOT_CHOSEN: Final = ""
LINES: Final = 200  # of each list on a page


class ClientForm(FlaskForm):
    """Who was shown how much of a client's data."""

    client = SelectField(_l("委託元"), [Required()], validate_choice=False)
    since = DayField(_l("日付（から）"), description=_l("空欄にすると、記録の最初の日からになります。"))
    until = DayField(_l("日付（まで）"), description=_l("空欄にすると、今日までになります。"))
    purpose = LineField(
        _l("照会の目的"),
        required=True,
        letters=PURPOSE_LETTERS_MAX,
        description=_l("監査ログに残ります。個人データや照会する番号は書かないでください。"),
    )


class PeopleForm(ClientForm):
    """Who was shown given people."""

    numbers = TextAreaField(
        _l("番号"),
        [Required()],
        description=_l(
            "1 行に 1 人、1 列目に番号を書いてください（1,000 人まで）。番号は保存されず、画面にも監査ログにも残りません。"
        ),
        render_kw={"rows": 8, "maxlength": BYTES_MAX, "autocomplete": "off", "spellcheck": "false"},
    )


def offered(office: Office) -> list[tuple[str, str]]:
    """The clients to choose from, one that nobody knows last."""
    known = [(each.id, f"{each.id} {each.name}") for each in office.lists.clients()]
    return [(_NOT_CHOSEN, _("選択してください")), *known, (NOBODYS, _("委託元不明"))]


def wanted_of(office: Office, form: ClientForm) -> Wanted:
    """What is asked; the rules of the office judge it."""
    last = form.until.data or today_of(office)
    first: date = form.since.data or min(office.lists.disclosures_since() or last, last)
    code = "" if form.client.data == NOBODYS else str(form.client.data)
    return Wanted(client=code, since=first, until=last, purpose=form.purpose.data or "", limit=LINES)
