"""What an auditor states before he sees anything, and what he looks for."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from admin_ui.language import _l
from gateway.wiring.office_recordings import PURPOSE_LETTERS_MAX


def _one_line(value: str | None) -> str:
    return " ".join((value or "").split())


class PurposeForm(FlaskForm):
    """Why somebody looks."""

    purpose = StringField(
        _l("閲覧の目的"),
        description=_l("監査ログに残ります。個人データは書かないでください。"),
        filters=[_one_line],
        validators=[
            DataRequired(_l("閲覧の目的を入力してください。")),
            Length(max=PURPOSE_LETTERS_MAX, message=_l("閲覧の目的は 200 文字以内で入力してください。")),
        ],
    )
