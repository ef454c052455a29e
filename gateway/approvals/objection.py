"""Why the desk says no: one table of objections, each with what is wrong and what to do next, in both languages.

A word in braces is filled in by whoever objects. An id is never used for another meaning.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from gateway.vocabulary.outcome import Text


class Objection(StrEnum):
    """Ids; AP-1xx concern an existing order, AP-2xx a new one."""

    NO_SUCH_ORDER = "AP-101"
    NOT_A_SUPERVISOR = "AP-102"
    ROLES_CONFLICT = "AP-103"
    ACCOUNT_NOT_ACTIVE = "AP-104"
    IS_THE_ENGINEER = "AP-105"
    IS_THE_REQUESTER = "AP-106"
    APPROVED_ALREADY = "AP-107"
    NOT_OPEN = "AP-108"
    WINDOW_OVER = "AP-109"
    NOT_YOURS = "AP-110"
    CHANGED_MEANWHILE = "AP-111"
    REASON_UNFIT = "AP-112"
    MAY_NOT_ASK = "AP-201"
    NOT_FOR_ANOTHER = "AP-202"
    NO_SUCH_ENGINEER = "AP-203"
    CONTRACT_TOO_SHORT = "AP-204"
    TARGETS_UNCLEAR = "AP-205"
    NO_SUCH_TARGET = "AP-206"
    NO_SUCH_ACCOUNT = "AP-207"
    WINDOW_REVERSED = "AP-208"
    WINDOW_TOO_LONG = "AP-209"
    WINDOW_GONE = "AP-210"
    PURPOSE_OUTSIDE = "AP-211"
    CLIENTS_MISSING = "AP-212"
    CLIENT_NOT_THERE = "AP-213"
    SUBJECTS_UNCLEAR = "AP-214"
    SUBJECTS_WITHOUT_DATA = "AP-215"
    REASON_NOT_WRITTEN = "AP-216"
    NO_SUCH_TEMPLATE = "AP-217"
    CONSENT_MISSING = "AP-218"


def _both(ja: str, en: str, next_ja: str, next_en: str) -> tuple[Text, Text]:
    return Text(ja=ja, en=en), Text(ja=next_ja, en=next_en)


TEXTS: Mapping[Objection, tuple[Text, Text]] = MappingProxyType(
    {
        Objection.NO_SUCH_ORDER: _both(
            "作業申請 {order} はありません",
            "There is no order {order}",
            "「sekisho order list」で番号を確認してください。",
            "Check the number with: sekisho order list.",
        ),
        Objection.NOT_A_SUPERVISOR: _both(
            "承認・差し戻し・却下ができるのは管理監督者だけです",
            "Only a supervisor approves, returns or rejects orders",
            "管理監督者に依頼してください。",
            "Ask a supervisor to do it.",
        ),
        Objection.ROLES_CONFLICT: _both(
            "兼務できない役割（{roles}）を併せ持つアカウントでは操作できません",
            "This account holds roles that must be apart ({roles})",
            "アカウント管理者に役割の分離を依頼してください。",
            "Ask your administrator to separate the roles.",
        ),
        Objection.ACCOUNT_NOT_ACTIVE: _both(
            "アカウントが有効ではないか、契約が終了しています",
            "Your account is not active, or your contract has ended",
            "アカウント管理者に確認してください。",
            "Ask your administrator.",
        ),
        Objection.IS_THE_ENGINEER: _both(
            "自分が作業する申請を自分で承認・差し戻し・却下することはできません",
            "Nobody judges an order for his own work",
            "別の管理監督者に依頼してください。取り下げはできます。",
            "Ask another supervisor; you can withdraw it.",
        ),
        Objection.IS_THE_REQUESTER: _both(
            "自分が申請した作業を自分で承認・差し戻し・却下することはできません",
            "Nobody judges an order that he asked for",
            "別の管理監督者に依頼してください。取り下げはできます。",
            "Ask another supervisor; you can withdraw it.",
        ),
        Objection.APPROVED_ALREADY: _both(
            "この申請はすでに承認済みです。同じ人が 2 回承認することはできません",
            "You have approved this order; nobody approves twice",
            "別の管理監督者に承認を依頼してください。",
            "Ask another supervisor for the further approval.",
        ),
        Objection.NOT_OPEN: _both(
            "作業申請 {order} の状態は「{standing_ja}」のため、この操作はできません",
            "The order {order} is {standing}; this cannot be done with it",
            "必要であれば新しく申請してください。",
            "Ask for a new order if one is needed.",
        ),
        Objection.WINDOW_OVER: _both(
            "作業申請 {order} の作業時間は過ぎています",
            "The window of order {order} is over",
            "新しい作業時間で申請し直してください。",
            "Ask for a new order with another window.",
        ),
        Objection.NOT_YOURS: _both(
            "取り下げができるのは、本人・申請者・管理監督者だけです",
            "Only the engineer, the requester or a supervisor withdraws an order",
            "申請者または管理監督者に依頼してください。",
            "Ask the requester or a supervisor.",
        ),
        Objection.CHANGED_MEANWHILE: _both(
            "作業申請 {order} は他の人の操作により変更されました",
            "The order {order} has been changed by somebody else meanwhile",
            "内容を確認してからもう一度操作してください。",
            "Look at it again and repeat if it still applies.",
        ),
        Objection.REASON_UNFIT: _both(
            "理由は 1 行、1 文字以上 {letters} 文字以内で入力してください",
            "A reason is one line of 1 to {letters} letters",
            "理由を書き直してください。個人データは書かないでください。",
            "Write it again; put no personal data in it.",
        ),
        Objection.MAY_NOT_ASK: _both(
            "この役割では作業を申請できません",
            "Your role does not ask for work orders",
            "保守担当者または管理監督者に依頼してください。",
            "Ask an engineer or a supervisor.",
        ),
        Objection.NOT_FOR_ANOTHER: _both(
            "他の人の作業を申請できるのは管理監督者だけです",
            "Only a supervisor asks for somebody else's order",
            "本人に申請を依頼してください。",
            "Let the engineer ask himself.",
        ),
        Objection.NO_SUCH_ENGINEER: _both(
            "作業者は有効な保守担当者ではありません",
            "The person who is to work is not an active engineer",
            "作業者の名前を確認するか、アカウント管理者に登録を依頼してください。",
            "Check the name, or ask your administrator.",
        ),
        Objection.CONTRACT_TOO_SHORT: _both(
            "作業者の契約は作業時間の終わりより前に終了します（{contract_end}）",
            "The engineer's contract ends before the window does ({contract_end})",
            "契約期間内の時間で申請するか、アカウント管理者に延長の登録を依頼してください。",
            "Choose an earlier window, or ask your administrator to enter the extension.",
        ),
        Objection.TARGETS_UNCLEAR: _both(
            "対象は 1 つ以上、重複なく、アカウントとともに指定してください",
            "Name one target or more, each once, each with its accounts",
            "対象とアカウントを指定し直してください。",
            "Name the targets again, as target/account.",
        ),
        Objection.NO_SUCH_TARGET: _both(
            "対象 {target} は登録されていないか、現在利用できません",
            "The target {target} is not registered or not in service",
            "対象の名前を確認するか、アカウント管理者に確認してください。",
            "Check the name, or ask your administrator.",
        ),
        Objection.NO_SUCH_ACCOUNT: _both(
            "対象 {target} にアカウント {account} は登録されていません",
            "There is no account {account} on {target}",
            "アカウント名を確認するか、アカウント管理者に登録を依頼してください。",
            "Check the name, or ask your administrator to register it.",
        ),
        Objection.WINDOW_REVERSED: _both(
            "作業時間の終わりが始まりより前です",
            "The window ends before it begins",
            "開始と終了の時刻を確認してください。",
            "Check both times.",
        ),
        Objection.WINDOW_TOO_LONG: _both(
            "作業時間は {hours} 時間以内です",
            "A window is at most {hours} hours",
            "短くするか、複数の申請に分けてください。",
            "Shorten it, or ask for several orders.",
        ),
        Objection.WINDOW_GONE: _both(
            "作業時間がすでに過ぎています",
            "The window has gone by",
            "これからの時間で申請してください。",
            "Choose a window that is still to come.",
        ),
        Objection.PURPOSE_OUTSIDE: _both(
            "作業目的「{purpose_ja}」は、現在の覚書で認められていません",
            "The purpose {purpose} is outside the memorandum in force",
            "{desk_ja}へ依頼してください。認められる作業目的: {permitted_ja}。",
            "Turn to {desk}. Permitted: {permitted}.",
        ),
        Objection.CLIENTS_MISSING: _both(
            "個人データを閲覧する申請には委託元の指定が必要です",
            "An order to see personal data names its clients",
            "作業に必要な委託元を指定してください。",
            "Name the clients whose data the work needs.",
        ),
        Objection.CLIENT_NOT_THERE: _both(
            "委託元 {client} のデータは、指定された対象にありません",
            "None of these targets holds data of client {client}",
            "委託元または対象を確認してください。",
            "Check the client or the targets.",
        ),
        Objection.SUBJECTS_UNCLEAR: _both(
            "個人データを閲覧する申請には、閲覧する人数の上限（1 人以上 {most} 人以下）が必要です",
            "An order to see personal data says of how many people at most (1 to {most})",
            "作業に必要な人数を入力してください。それより多い場合は申請を分け、管理監督者に相談してください。",
            "Enter how many the work needs. For more, split the work and speak to a supervisor.",
        ),
        Objection.SUBJECTS_WITHOUT_DATA: _both(
            "個人データを扱わない申請に、閲覧する人数が指定されています",
            "A number of people is given, but no personal data are asked for",
            "個人データを閲覧するかどうかを選び直すか、人数を空欄にしてください。",
            "Choose again whether personal data will be seen, or leave the number empty.",
        ),
        Objection.REASON_NOT_WRITTEN: _both(
            "理由がひな形のままです",
            "The reason is the template's text, unchanged",
            "障害番号や症状など、この作業の事情を書き足してください。個人データは書かないでください。",
            "Add what this work is about, such as the fault's number; put no personal data in it.",
        ),
        Objection.NO_SUCH_TEMPLATE: _both(
            "ひな形 {template} はありません",
            "There is no order template {template}",
            "ひな形を選び直すか、ひな形なしで申請してください。",
            "Choose a template again, or ask without one.",
        ),
        Objection.CONSENT_MISSING: _both(
            "再委託先「{employer_ja}」は委託元 {client_ja} のデータに触れる作業ができません（{chain_ja}）",
            "People of the sub-processor {employer} may not touch data of client {client} ({chain})",
            "委託元の承諾書（{first} から {last} までを含む期間）を受け、再委託承諾台帳に登録してから申請してください。",
            "Obtain the client's written consent covering {first} to {last}, have it registered, then ask again.",
        ),
    }
)
