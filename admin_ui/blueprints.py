"""Every blueprint there is, and the navigation they make."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint

from admin_ui.account.routes import blueprint as account
from admin_ui.approvals.routes import blueprint as approvals
from admin_ui.budgets.routes import blueprint as budgets
from admin_ui.changes.routes import blueprint as changes
from admin_ui.clients.routes import blueprint as clients
from admin_ui.columns.routes import blueprint as columns
from admin_ui.copies.routes import blueprint as copies
from admin_ui.employers.routes import blueprint as employers
from admin_ui.frame.routes import blueprint as frame
from admin_ui.holds.routes import blueprint as holds
from admin_ui.home.routes import blueprint as home
from admin_ui.inquiry.routes import blueprint as inquiry
from admin_ui.journal.routes import blueprint as journal
from admin_ui.language import Lazy, _l
from admin_ui.live.routes import blueprint as live
from admin_ui.orders.routes import blueprint as orders
from admin_ui.people.acts import blueprint as people
from admin_ui.recordings.routes import blueprint as recordings
from admin_ui.sessions.routes import blueprint as sessions
from admin_ui.signin.enrolment import blueprint as signin
from admin_ui.targets.routes import blueprint as targets
from admin_ui.terminals.routes import blueprint as terminals

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    frame,
    signin,
    account,
    home,
    orders,
    approvals,
    sessions,
    live,
    budgets,
    recordings,
    inquiry,
    holds,
    copies,
    journal,
    targets,
    columns,
    clients,
    people,
    terminals,
    employers,
    changes,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation; shown to whoever may open its endpoint."""

    endpoint: str
    label: Lazy


NAVIGATION: Final = (
    Entry("home.index", _l("いま必要なこと")),
    Entry("orders.index", _l("作業申請")),
    Entry("approvals.index", _l("承認")),
    Entry("sessions.index", _l("セッション")),
    Entry("budgets.index", _l("閲覧上限")),
    Entry("recordings.index", _l("操作記録")),
    Entry("inquiry.index", _l("照会")),
    Entry("holds.index", _l("保全")),
    Entry("journal.index", _l("監査ログ")),
    Entry("people.index", _l("アカウント管理")),
    Entry("terminals.index", _l("端末管理")),
    Entry("targets.index", _l("接続先")),
    Entry("columns.index", _l("データベースの列")),
    Entry("clients.index", _l("委託元")),
    Entry("employers.index", _l("委託先・再委託先")),
    Entry("changes.index", _l("変更の確認待ち")),
)
