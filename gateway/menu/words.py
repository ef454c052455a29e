"""The words of the menu, in both languages. `en` is ASCII; `ja` has no letter of ambiguous width, which would break columns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from gateway.authorization.request import Capability
from gateway.authorization.wording import japan_time
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text


def say(text: Text, language: Language) -> str:
    """The text in one language."""
    return text.ja if language is Language.JAPANESE else text.en


def of_day(moment: datetime, now: datetime) -> str:
    """Japan time: `17:00` on the day of `now`, `11-23 17:00` on another."""
    local = moment.astimezone(JST)
    same = local.date() == now.astimezone(JST).date()
    return f"{local:%H:%M}" if same else f"{local:%m-%d %H:%M}"


def left(until: datetime, now: datetime) -> Text:
    """How long it is until then, in whole minutes."""
    minutes = int((until - now).total_seconds() // 60)
    hours, rest = divmod(max(minutes, 0), 60)
    if minutes < 1:
        return Text(ja="1分未満", en="< 1 min")
    if hours == 0:
        return Text(ja=f"{rest}分", en=f"{rest} min")
    return Text(ja=f"{hours}時間{rest:02d}分", en=f"{hours} h {rest:02d} min")


# -- of a choice ------------------------------------------------------------------------------------------------------

ACCESS: Final = {
    Capability.SHELL: Text(ja="シェル", en="shell"),
    Capability.COMMANDS: Text(ja="許可コマンド", en="commands"),
    Capability.EXEC: Text(ja="コマンド実行", en="exec"),
    Capability.UPLOAD: Text(ja="アップロード", en="upload"),
    Capability.QUERY: Text(ja="問い合わせ", en="statements"),
}
PERSONAL_DATA: Final = Text(ja="個人データあり", en="personal data")
NO_PERSONAL_DATA: Final = Text(ja="個人データなし", en="no personal data")
NOT_METERED: Final = Text(ja="閲覧上限: 計測なし", en="disclosure budget: not metered yet")
CLOSED: Final = Text(ja="終了", en="ended")


def budget(seen: int, most: int) -> Text:
    """People whose data were seen, of how many."""
    return Text(ja=f"閲覧件数: {seen}/{most}人", en=f"disclosure budget: {seen} of {most} people")


def until(moment: datetime, now: datetime) -> Text:
    """The end of a window, short."""
    return Text(ja=f"{of_day(moment, now)}まで", en=f"until {of_day(moment, now)}")


# -- of an order that opens nothing -----------------------------------------------------------------------------------

OVER: Final = Text(ja="終了", en="over")
RETURNED: Final = Text(ja="差し戻し", en="returned")
REJECTED: Final = Text(ja="却下", en="rejected")
WITHDRAWN: Final = Text(ja="取り下げ", en="withdrawn")
LAPSED: Final = Text(ja="期限切れ", en="lapsed")
NOT_REGISTERED: Final = Text(ja="未登録", en="not registered")
NOT_BY_SSH: Final = Text(ja="SSH対象外", en="not by SSH")
NOT_LISTED: Final = Text(ja="一覧の対象外", en="not listed")
CORRECT_AND_ASK: Final = Text(
    ja="管理監督者が差し戻しました。差し戻しの理由を管理監督者に確認し、内容を直して申請し直してください。",
    en="A supervisor returned this order. Ask the supervisor why, correct it and ask again.",
)
ASK_WHY: Final = Text(
    ja="管理監督者が却下しました。理由を管理監督者に確認してください。",
    en="A supervisor rejected this order. Ask the supervisor why.",
)
ASK_AGAIN: Final = Text(
    ja="この作業申請は使えなくなりました。作業が必要な場合は申請し直してください。",
    en="This order can no longer be used. File a new one if the work is still needed.",
)


def refused(rule: str) -> Text:
    """Refused by a rule."""
    return Text(ja=f"利用不可 {rule}", en=f"refused {rule}")


NO_SUCH_TARGET: Final = Text(
    ja="この接続先は登録されていません。アカウント管理者に確認してください。",
    en="This target is not registered. Ask your account administrator.",
)
OTHER_CLIENT: Final = Text(
    ja="SSHでは接続できません。データベースのクライアントで接続してください。方法は管理者に確認してください。",
    en="Not reached by SSH. Use a database client; ask your administrator how.",
)


def name_it(target: str) -> Text:
    """Too many targets for one list."""
    return Text(
        ja=f"接続先が多いため一覧では判定していません。「利用者名+{target}」のように接続先名を付けて接続してください。",
        en=f"There are too many targets for the list. Connect with the target in the user name: USER+{target}.",
    )


def asked(given: int, needed: int) -> Text:
    """Waits for approvals."""
    return Text(ja=f"承認待ち {given}/{needed}", en=f"waiting {given}/{needed}")


def wants_approvals(given: int, needed: int) -> Text:
    """How many more, and of whom."""
    more = max(needed - given, 1)
    return Text(
        ja=f"{needed}名の承認が必要です（承認済み {given}名）。申請者と作業者以外の管理監督者あと{more}名に"
        "承認を依頼してください。承認されると、この画面に接続先として表示されます。",
        en=f"It needs {needed} approvals and has {given}. Ask {more} more supervisor(s), other than requester and engineer, "
        "to approve it. Once approved, it appears here as a target.",
    )


def begins(starts_at: datetime, now: datetime) -> Text:
    """Approved, and not open yet."""
    return Text(ja=f"{of_day(starts_at, now)}から", en=f"from {of_day(starts_at, now)}")


def not_yet(starts_at: datetime) -> Text:
    """When it opens."""
    return Text(
        ja=f"承認済みです。{japan_time(starts_at)} から接続できます。早める場合は管理監督者に相談し、申請し直してください。",
        en=f"Approved; it opens at {japan_time(starts_at)}. To begin earlier, talk to a supervisor and file a new order.",
    )


def window_over(ended: str) -> Text:
    """The window has gone by."""
    return Text(
        ja=f"作業時間は {ended} に終わりました。続きが必要な場合は申請し直してください。",
        en=f"The work window ended at {ended}. File a new order if more is needed.",
    )


# -- of the menu itself -----------------------------------------------------------------------------------------------

TITLE: Final = Text(ja="関所 接続先の選択", en="Sekisho: targets")
OPEN: Final = Text(ja="接続できる接続先", en="Open now")
NOT_OPEN: Final = Text(ja="いま使えない作業申請", en="Orders that open nothing now")
NOTHING_OPEN: Final = Text(ja="いま接続できる接続先はありません。", en="There is nothing you can connect to now.")
ASK_FOR_AN_ORDER: Final = Text(
    ja="作業申請をし、管理監督者の承認を受けてください。",
    en="File a work order and have a supervisor approve it.",
)
NO_MATCH: Final = Text(ja="絞り込みに一致する接続先はありません。", en="No name matches the filter.")
KEYS: Final = (  # the longest that fits is shown
    Text(
        ja="Enter 接続  j/k・矢印 選択  / 絞り込み  L English  ? ヘルプ  q 終了",
        en="Enter connect  j/k, arrows move  / filter  L Japanese  ? help  q leave",
    ),
    Text(ja="Enter 接続  / 絞り込み  ? ヘルプ  q 終了", en="Enter connect  / filter  ? help  q leave"),
    Text(ja="Enter 接続 ? ヘルプ q 終了", en="Enter  ? help  q leave"),
)
KEYS_CLOSED: Final = (  # where Enter opens nothing: it tells why
    Text(
        ja="Enter 詳細  j/k・矢印 選択  / 絞り込み  L English  ? ヘルプ  q 終了",
        en="Enter details  j/k, arrows move  / filter  L Japanese  ? help  q leave",
    ),
    Text(ja="Enter 詳細  / 絞り込み  ? ヘルプ  q 終了", en="Enter details  / filter  ? help  q leave"),
    Text(ja="Enter 詳細 ? ヘルプ q 終了", en="Enter  ? help  q leave"),
)
KEYS_NOTHING: Final = (  # where there is nothing to stand on
    Text(ja="/ 絞り込み  L English  ? ヘルプ  q 終了", en="/ filter  L Japanese  ? help  q leave"),
    Text(ja="? ヘルプ q 終了", en="? help  q leave"),
)
MORE_ABOVE: Final = Text(ja="上に続きあり", en="more above")
MORE_BELOW: Final = Text(ja="下に続きあり", en="more below")
MORE_BOTH: Final = Text(ja="上下に続きあり", en="more above and below")
FILTER: Final = Text(ja="絞り込み: ", en="filter: ")
FILTER_KEYS: Final = Text(ja="Enter 決定  Esc 解除", en="Enter keep  Esc clear")
ANY_KEY: Final = Text(ja="どれかのキーで戻ります", en="press any key to return")
LEFT: Final = Text(ja="接続先を選ばずに終了しました。", en="Left without choosing a target.")
HELP: Final = (
    Text(
        ja="上下の矢印、j k、PageUp PageDown、Home End: 選択を動かす", en="Arrows, j k, PageUp PageDown, Home End: move"
    ),
    Text(ja="数字: その番号に選択を移す", en="Digits: move to that number"),
    Text(
        ja="Enter: 選んだ接続先に接続する（作業申請では理由を表示）",
        en="Enter: connect to what is selected (of an order: tell why it opens nothing)",
    ),
    Text(ja="/ : 名前で絞り込む（Esc で解除）", en="/ : filter by name (Esc clears)"),
    Text(ja="L: 日本語と英語を切り替える（今回だけ）", en="L: Japanese or English, for this once"),
    Text(ja="q、Ctrl-C、Ctrl-D: 終了する", en="q, Ctrl-C, Ctrl-D: leave"),
    Text(
        ja="接続先を直接指定するには: ssh 利用者名+接続先名@中継サーバ",
        en="To name the target at once: ssh USER+TARGET@GATEWAY",
    ),
    Text(
        ja="接続後の画面と操作はすべて録画されます。作業申請と承認については管理監督者に相談してください。",
        en="What is shown and typed after connecting is recorded. Ask a supervisor about orders and approvals.",
    ),
)
SESSION_CLOSED: Final = Text(
    ja="この接続先の作業時間は終わりました。続きが必要な場合は申請し直してください。",
    en="The work window of this target is over. File a new order if more is needed.",
)
HELP_LAST: Final = 2  # of HELP, what is so on every terminal
PASTED: Final = Text(
    ja="貼り付けられた文字は無視しました。キーで選んでください。", en="Pasted text was ignored. Choose with the keys."
)
NUMBER: Final = Text(ja="番号を入力してください（q で終了、? で説明）", en="Type a number (q leaves, ? helps)")
PLAIN_HELP: Final = (
    Text(
        ja="番号と Enter: その接続先に接続する（番号のない作業申請は、いまは使えません）",
        en="A number and Enter: connect to that target (orders without a number open nothing now)",
    ),
    Text(ja="L: 日本語と英語を切り替える（今回だけ）", en="L: Japanese or English, for this once"),
    Text(ja="q: 終了する", en="q: leave"),
)
NO_NUMBER: Final = Text(ja="その番号はありません。", en="There is no such number.")
NO_ANSWER: Final = Text(
    ja="番号が確認できなかったため終了します。接続し直すか、「利用者名+接続先名」で接続してください。",
    en="No usable number was given, so the menu ends. Connect again, or connect as USER+TARGET.",
)


def connecting(target: str, account: str) -> Text:
    """Said while the target is reached."""
    return Text(ja=f"{target} に {account} で接続しています。", en=f"Connecting to {target} as {account}.")


def idle(minutes: int) -> Text:
    """Left alone for so long."""
    return Text(
        ja=f"{minutes}分間操作がなかったため終了しました。接続し直してください。",
        en=f"The menu ended after {minutes} minutes without a key. Connect again.",
    )


def listed(username: str, targets: Sequence[str]) -> Text:
    """Beside the list that a command without a target is given: how to name one, and what its columns are."""
    example = f"{username}+{targets[0] if targets else 'TARGET'}"
    return Text(
        ja=f"接続先が指定されていないため、いま接続できる接続先（{len(targets)}件）を一覧にしました。"
        f"「{example}」のように接続先名を付けて接続し直してください。\n"
        "列（タブ区切り）: 接続先、アカウント、接続の種別、終了時刻、個人データの有無、作業申請",
        en=f"No target was named; listed is what can be opened now ({len(targets)}). "
        f"Connect again with the target's name in the user name, such as {example}.\n"
        "Columns, between tabs: target, account, access, until, personal data, work order",
    )
