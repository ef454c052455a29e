"""What is stated to keep a client's recordings: whose, which days, for which case, why."""

from typing import Final

from flask_wtf import FlaskForm

from admin_ui.language import _, _l
from admin_ui.register_forms import ChoiceField, DayField, LineField, offered
from gateway.wiring.office import Office
from gateway.wiring.office_holds import REFERENCE_LETTERS_MAX

REASON_LETTERS: Final = 200


class HoldForm(FlaskForm):
    """A new hold."""

    client = ChoiceField(_l("委託元"), required=True)
    since = DayField(_l("最初の日"), required=True, description=_l("日本時間です。迷うときは広めにしてください。"))
    until = DayField(_l("最後の日"), required=True)
    reference = LineField(
        _l("案件番号"),
        required=True,
        letters=REFERENCE_LETTERS_MAX,
        description=_l("警察・個人情報保護委員会・委託元の照会番号などです。"),
    )
    reason = LineField(
        _l("保全の理由"),
        required=True,
        letters=REASON_LETTERS,
        description=_l("監査ログに残ります。個人データは書かないでください。"),
    )

    def offer(self, office: Office) -> None:
        """The clients to choose from."""
        known = [(each.id, f"{each.id} {each.name}") for each in office.lists.clients()]
        self.client.choices = offered(known, nothing=_("選択してください"))
