"""Every wording the registrar gives to people: Japanese first, ASCII English beside."""

from collections.abc import Sequence
from typing import Final

from gateway.vocabulary.outcome import Text

BIND_FIRST: Final = Text(
    ja="先に本人確認（パスワードとワンタイムコード）が必要です。",
    en="Prove who you are first (password and one-time code).",
)
ASSERTION_REFUSED: Final = Text(
    ja="本人確認の証明が無効か期限切れです。もう一度ログインしてください。",
    en="The proof of your log-in is invalid or has expired. Log in again.",
)
TERMINAL_REFUSED: Final = Text(
    ja="この保守端末は使用できません。管理者に連絡してください。",
    en="This maintenance terminal may not be used. Tell the administrator.",
)
ORDER_REFUSED: Final = Text(
    ja="この対象とアカウントに有効な作業申請がありません。承認と作業時間を確認してください。",
    en="No work order of yours opens this target and account now. Check its approval and its hours.",
)
FRESH_NEEDED: Final = Text(
    ja="この操作の前に、もう一度、認証コードまたはパスキーで本人確認をしてください。",
    en="Prove who you are once more, with a one-time code or a passkey, before this.",
)
WEB_ENDED: Final = Text(
    ja="このサインインは終了しています。もう一度サインインしてください。",
    en="This sign-in has ended. Sign in again.",
)
ALREADY_THERE: Final = Text(ja="同じ番号がすでに登録されています。", en="This identifier exists already.")
NOT_THERE: Final = Text(ja="対象が見つかりません。", en="There is no such entry.")
STALE: Final = Text(
    ja="その間に他の人が変更しました。読み直してからやり直してください。",
    en="Somebody changed this meanwhile. Read it again, then try again.",
)
CATALOGUE_BUSY: Final = Text(
    ja="ほかの列情報の取得が終わるまで、少し待ってからやり直してください。",
    en="Other schemas are being read. Try again in a moment.",
)
CATALOGUE_LATE: Final = Text(
    ja="時間内に列情報を取得できませんでした。worker（sekisho serve）と接続先の状態を確認し、やり直してください。",
    en="The schema was not read in time. Look at the worker (sekisho serve) and at the target, then try again.",
)
NO_DATABASE: Final = Text(
    ja="その名前とアカウントの PostgreSQL の接続先はありません。sekisho target list で確認してください。",
    en="There is no PostgreSQL target of that name with that account. See: sekisho target list.",
)
DATABASE_NOT_ACTIVE: Final = Text(
    ja="停止中の接続先です。再開してからやり直してください。",
    en="The target is suspended. Put it back into service, then try again.",
)
NOT_YOURS: Final = Text(
    ja="この操作の権限がありません。担当の役割を持つ人に依頼してください。",
    en="Your roles do not permit this. Ask somebody who holds the role.",
)
NOT_ALONE: Final = Text(
    ja="自分の申請や、すでに承認した申請は承認できません。別の管理監督者に依頼してください。",
    en="Nobody approves an order of his own, or twice. Ask another supervisor.",
)
SECOND_NEEDED: Final = Text(
    ja="この変更には、別の管理者の確認が必要です。先に申請し、別の管理者に「sekisho change confirm」を依頼してください。",
    en="This change needs a second administrator. Ask for it first, then have another confirm it: sekisho change confirm",
)
SECOND_PERSON: Final = Text(
    ja="申請した本人や、変更の対象となる本人は確認できません。別の管理者に依頼してください。",
    en="Whoever asked for a change, or is its subject, cannot confirm it. Ask another administrator.",
)
PROPOSAL_OVER: Final = Text(
    ja="この変更の申請は、確認済み、取り下げ済み、または期限切れです。必要なら申請し直してください。",
    en="This asked change was confirmed, withdrawn or has lapsed. Ask for it again if it is still wanted.",
)
FOR_GOOD: Final = Text(
    ja="廃止した登録は元に戻せません。新しく登録してください。",
    en="What was revoked never comes back. Register it anew.",
)
LAST_ONE: Final = Text(
    ja="最後の監査者またはアカウント管理者は、停止・廃止・役割変更できません。先に別の人に役割を付けてください。",
    en="The last auditor or administrator cannot be suspended, revoked or given other roles. Give somebody else the role first.",
)
RISK_MISSING: Final = Text(
    ja="リスク管理データベースに有効な登録がない接続先は、利用を開始できません。所有者・リスク・対策・見直し日を登録してください。",
    en="A target without a current row in the risk register does not go into service. Enter owner, risk, measure, review date.",
)
NO_SUCH_CLIENT: Final = Text(
    ja="登録されていない委託元が指定されています。委託元一覧で番号を確認してください。",
    en="A client that is not registered is named. Check the codes in the list of clients.",
)
NO_SUCH_EMPLOYER: Final = Text(
    ja="登録されていない委託先が指定されています。委託先一覧（sekisho employer list）で番号を確認してください。",
    en="An employer that is not registered is named. Check the ids in the list of employers: sekisho employer list",
)
FOLDER_NEEDS_DECLARATION: Final = Text(
    ja="アップロード先は、個人データを含まないと申告された接続先にだけ設定できます。申告（氏名と期限）を先に行うか、"
    "アップロード先の設定を外してください。",
    en="A drop folder stands only on a target that somebody declared free of personal data. Make that declaration (who, until "
    "when) with it, or take the drop folder away.",
)
CONSENT_NOT_NEEDED: Final = Text(
    ja="委託先（再委託先ではない会社）には再委託の承諾は不要です。再委託先を選び直してください。",
    en="The processor itself needs no consent to sub-outsourcing. Choose a sub-processor.",
)
ROTATING: Final = Text(
    ja="この接続先の認証情報を更新中です。1 分ほど待ってやり直してください。続く場合は管理者に連絡してください。",
    en="The password of this target is being changed. Try again in a minute; if this lasts, tell the administrator.",
)
CERTIFICATE_TAKEN: Final = Text(
    ja="この証明書は別の端末のものとして登録済みです。端末ごとに別の証明書を作成してください。",
    en="This certificate is registered for another terminal. Make one for each terminal.",
)
NO_ROTATION: Final = Text(
    ja="この接続先のパスワードは自動では更新できません（パスワード保管の接続先で、SSH では管理アカウントが必要です）。",
    en="The gateway cannot change this target's password: it must be a vaulted one, and SSH needs a management account.",
)
OWN_SESSION: Final = Text(
    ja="自分のセッションに自分で立ち会うことはできません。別の管理監督者に依頼してください。",
    en="Nobody stands by his own session. Ask another supervisor.",
)
NOT_LIVE: Final = Text(
    ja="このセッションはこのノードで実行中ではありません（一覧の「ノード」を確かめてください）。",
    en="This session does not run on this node (the list names its node).",
)
CLOCK_BAD: Final = Text(
    ja="サーバの時計が信頼できないため、新しいセッションを開始できません。管理者に連絡してください。",
    en="The server's clock cannot be trusted, so no session may start. Tell the administrator.",
)
ENDING_CLOCK: Final = Text(
    ja="サーバの時計に異常があるため、セッションを終了します。管理者に連絡してください。",
    en="The server's clock is wrong, so this session ends. Tell the administrator.",
)
ENDING_RIGHT: Final = Text(
    ja="作業時間の終了、作業申請の取り下げ、または登録の変更により、セッションを終了します。",
    en="Your work order is over or withdrawn, or a registration has changed, so this session ends.",
)
ENDING_JOURNAL: Final = Text(
    ja="監査ログに記録できないため、セッションを終了します。管理者に連絡してください。",
    en="The audit journal cannot be written, so this session ends. Tell the administrator.",
)
ENDING_SERVICE: Final = Text(
    ja="サービスの停止のため、セッションを終了します。", en="The service is stopping, so this session ends."
)
UNSIGNED: Final = Text(
    ja="監査証跡の署名が現在できません。管理者に連絡してください。",
    en="The journal cannot be signed at the moment. Tell the administrator.",
)

PLAY_ABSENT: Final = Text(
    ja="この再生はありません。操作記録の画面を開き直し、目的を入力してください。",
    en="There is no such replay. Open the recording again and state a purpose.",
)
PLAY_OVER: Final = Text(
    ja="この再生はすでに始まったか、時間が過ぎています。もう一度見るときは、操作記録の画面で目的を入力し直してください。",
    en="This replay has begun already, or its minute is over. To see it again, state your purpose once more.",
)


def lease_held(terminal: str) -> Text:
    """Refusal for a person who is at work on another terminal; `terminal` is its registered name."""
    return Text(
        ja=f"別の保守端末（{terminal}）でセッションを使用中です。先に終了してください。",
        en="A session of yours is open on another maintenance terminal"
        + (f" ({terminal}). End it first." if terminal.isascii() else ". End it first."),
    )


def too_many_sessions(sessions: int) -> Text:
    """Refusal for a person who has as many sessions open as one person may."""
    return Text(
        ja=f"同時に開けるセッションの上限（{sessions}）に達しています。使っていないセッションを終了してからやり直してください。"
        "足りない場合は管理監督者に相談してください。",
        en=f"You have {sessions} sessions open, as many as one person may. End one you do not need, then try again. "
        "If that is too few, ask your supervisor.",
    )


def ending_cut(by: str) -> Text:
    """What the person reads when a supervisor cuts the session."""
    return Text(ja=f"管理監督者（{by}）がセッションを切断しました。", en=f"A supervisor ({by}) has cut this session.")


def consent_missing(clients: Sequence[Text]) -> Text:
    """Refusal for work of a sub-processor's people; `clients` are those whose paper is missing, and what is wrong with it."""
    return Text(
        ja=f"再委託先の人が作業するには、次の委託元の書面による承諾が必要です: {'、'.join(each.ja for each in clients)}。"
        "委託管理担当に承諾書の取得と登録（再委託承諾台帳）を依頼してください。",
        en=f"A sub-processor's people need these clients' written consent: {'; '.join(each.en for each in clients)}. "
        "Ask for the papers, have them registered (sekisho consent add), then try again.",
    )


LINK_REFUSED: Final = Text(
    ja="このリンクは使用できません。使用済み、期限切れ（発行から 24 時間）、または誤りです。"
    "アカウント管理者に新しいリンクの発行を依頼してください。",
    en="This link cannot be used: it was used, is older than 24 hours, or is mistyped. "
    "Ask your account administrator for a new one.",
)
HAS_FACTORS: Final = Text(
    ja="この人はすでに本人確認の手段（パスワード・コード・パスキー）を登録しています。"
    "紛失した場合は、先に 2 人の管理者で認証手段をリセットしてください。",
    en="This person has factors (password, codes, passkeys) already. If they are lost, two administrators reset them first.",
)
NOT_ACTIVE: Final = Text(
    ja="停止中、廃止済み、または契約が終了したアカウントには、登録用リンクを発行できません。アカウントの状態を確認してください。",
    en="No link is issued for an account that is suspended, revoked or past its contract. Check the account first.",
)
PASSKEYS_MANY: Final = Text(
    ja="パスキーは 1 人 10 個までです。使っていないものを削除してから追加してください。",
    en="One person has ten passkeys at most. Remove one that you do not use, then add this one.",
)
PASSKEY_TAKEN: Final = Text(
    ja="このパスキーはすでに登録されています。別の端末またはセキュリティキーで作成してください。",
    en="This passkey is registered already. Make one on another device or security key.",
)
PASSKEY_LAST: Final = Text(
    ja="本人確認の手段がなくなるため、最後のパスキーは削除できません。",
    en="The last passkey cannot be removed: nothing would be left to prove yourself with.",
)
FROZEN_ALREADY: Final = Text(ja="この人の表示はすでに凍結されています。", en="This person is frozen there already.")
NOTHING_TO_FREEZE: Final = Text(
    ja="このセッションは画面に何も表示しないため、凍結できません。止める場合は切断してください。",
    en="This session shows nothing that could be frozen. End it instead.",
)
RELEASE_TAKES_TWO: Final = Text(
    ja="人数を数えられない表示による凍結です。解除には管理監督者 2 名が必要です。"
    "一人が申請し、別の一人が「sekisho change confirm」で確認します。",
    en="This freeze is for output in which nobody could count people: two supervisors release it. One asks, another confirms: "
    "sekisho change confirm",
)
NOT_FROZEN: Final = Text(
    ja="この人の表示は凍結されていません（すでに解除されています）。",
    en="Nothing is frozen for this person (any more).",
)


def contract_over(client: str) -> Text:
    """An order for a client whose contract has ended."""
    return Text(
        ja=f"委託元 {client} の契約は終了しています。この委託元の作業は申請できません。委託管理担当に確認してください。",
        en=f"The contract of client {client} is over; no work can be asked for it. Ask whoever manages contracts.",
    )
