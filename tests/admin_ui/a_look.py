"""The frame and the macros alone: a small application with nobody behind it, and one page with every macro in every state."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import flask
import wtforms
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import validators
from wtforms.fields.choices import SelectChoice

import admin_ui
from admin_ui import language
from gateway.storage.queries.recordings import RecordingState
from gateway.vocabulary import identity
from gateway.vocabulary.outcome import Text
from gateway.work_orders import order

HERE = Path(__file__).parent
ROOT = Path(admin_ui.__file__).parent
NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
ROOMS = (
    ("home.index", "いま必要なこと", "What needs me"),
    ("orders.index", "作業申請", "Work orders"),
    ("approvals.index", "承認", "Approvals"),
    ("sessions.index", "セッション", "Sessions"),
    ("recordings.index", "操作記録", "Recordings"),
    ("journal.index", "監査ログ", "Audit log"),
    ("people.index", "アカウント管理", "Accounts"),
    ("terminals.index", "端末管理", "Terminals"),
)


class Example(wtforms.Form):
    """One field of each kind."""

    name = wtforms.StringField("氏名", [validators.InputRequired()], description="戸籍の字のまま入力してください。")
    until = wtforms.DateField("契約終了日", [validators.InputRequired()])
    roles = wtforms.SelectMultipleField(
        "役割",
        choices=[SelectChoice("engineer", "保守担当者"), SelectChoice("supervisor", "管理監督者")],
        widget=wtforms.widgets.ListWidget(prefix_label=False),
        option_widget=wtforms.widgets.CheckboxInput(),
    )
    engagement = wtforms.RadioField(
        "雇用区分", choices=[SelectChoice("own", "直接雇用"), SelectChoice("dispatched", "派遣")]
    )
    employer = wtforms.SelectField(
        "所属", choices=[SelectChoice("E1", "株式会社西日本保守"), SelectChoice("E2", "東都システム運用株式会社")]
    )
    remark = wtforms.TextAreaField("備考")
    agreed = wtforms.BooleanField("書面の同意を確かめました", [validators.InputRequired()])
    hidden = wtforms.HiddenField()
    address = wtforms.FormField(
        type("Address", (wtforms.Form,), {"port": wtforms.IntegerField("ポート番号")}), "接続先"
    )
    clients = wtforms.FieldList(wtforms.StringField("委託元"), "委託元の一覧", min_entries=2)


@dataclass
class Seen:
    """What stands around the page: who looks, in which language, whether his factor is fresh."""

    language: str = "ja"
    who: Any = field(default_factory=lambda: SimpleNamespace(name="髙橋 美咲", username="takahashi"))
    fresh: bool = False
    house: Any = field(default_factory=lambda: SimpleNamespace(clock=SimpleNamespace(now=lambda: NOW)))


def an_app(seen: Seen) -> flask.Flask:
    """Base and macros, rendered as the office does."""
    app = flask.Flask("admin_ui", root_path=str(ROOT))
    app.config.update(SECRET_KEY="look", TESTING=True)
    app.jinja_options = {
        "loader": ChoiceLoader([FileSystemLoader(ROOT / "templates"), FileSystemLoader(HERE / "templates")])
    }
    for endpoint, rule in {
        "frame.language": "/language",
        "signin.signout": "/signout",
        "account.index": "/account",
    }.items():
        app.add_url_rule(rule, endpoint, lambda: "")
    for endpoint, _ja, _en in ROOMS:
        app.add_url_rule("/" + endpoint.split(".")[0], endpoint, lambda: "")
    language.set_up(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(csrf_token=lambda: "token", today=lambda: date(2026, 11, 22))

    @app.before_request
    def look() -> None:
        flask.g.visit = seen

    @app.context_processor
    def around() -> dict[str, Any]:
        rooms = [SimpleNamespace(endpoint=name, label=Text(ja=ja, en=en)) for name, ja, en in ROOMS if seen.who]
        roles = [Text(ja="管理監督者", en="supervisor")]
        return {
            "who": seen.who,
            "who_roles": roles,
            "language": seen.language,
            "navigation": rooms,
            "may_open": lambda _endpoint: True,
        }

    app.add_url_rule("/styleguide", "styleguide", styleguide)
    app.add_url_rule("/again", "again", again)
    app.add_url_rule("/live", "live", lambda: flask.render_template("live.html"))
    app.add_url_rule(
        "/error/<int:number>", "error", lambda number: flask.render_template(f"errors/{number}.html", reference="E123")
    )
    return app


def again() -> str:
    """The page between, after a wrong code, with what was typed."""
    why = Text(ja="認証コードが違います。", en="The code is wrong.")
    typed = [("reason", '"><script>alert(1)</script>'), ("roles", "engineer"), ("roles", "supervisor")]
    return flask.render_template("again.html", typed=typed, action="/people/P1?x=1", why=why)


def styleguide() -> str:
    """Every macro in every state."""
    wrong = Example()
    wrong.validate()
    wrong.roles.errors = [Text(ja="役割を一つ以上選んでください。", en="Choose at least one role.")]
    flask.flash("作業申請を承認しました。")
    flask.flash("このメールは送信できませんでした。", "error")
    return flask.render_template(
        "styleguide.html",
        T=lambda ja, en: Text(ja=ja, en=en),
        example=Example(),
        wrong=wrong,
        lines=_lines(),
        states=_states(),
        page_of=SimpleNamespace(wanted=SimpleNamespace(number=3, size=50, offset=100), total=1234),
        targets=_targets(),
        now=NOW,
    )


def _lines() -> list[Any]:
    renamed = SimpleNamespace(field="契約終了日", before="2026-11-30", after="2027-03-31")
    added = SimpleNamespace(field="メールアドレス", before=None, after="misaki@example.jp")
    told = Text(ja="アカウントを変更しました。", en="Changed the account.")
    return [
        SimpleNamespace(
            seq=41234, at=NOW, kind="person.changed", by="山田 太郎（A-0007）", text=told, before_after=(renamed, added)
        ),
        SimpleNamespace(seq=39011, at=NOW, kind="person.added", by="山田 太郎（A-0007）", text=told, before_after=()),
    ]


def _states() -> list[Any]:
    from gateway.approvals import proposal
    from gateway.sessions.session import State

    families = (identity.Standing, order.Standing, proposal.Standing, State, RecordingState)
    return [state for family in families for state in family]


def _targets() -> list[Any]:
    until = SimpleNamespace(declared_by="山田", until=date(2026, 12, 31))
    over = SimpleNamespace(declared_by="山田", until=date(2026, 10, 31))
    return [SimpleNamespace(free=each) for each in (None, until, over)]
