"""THE table of the gateway's own keys: what each is for, how it is renewed, what its loss means and what is to be done then.

The manual's table is this one; a test holds it against the keys there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gateway.vocabulary.outcome import Text


class Renewal(StrEnum):
    """How a key is renewed."""

    AT_ONCE = "at-once"  # sekisho key rotate NAME
    BY_STEPS = "by-steps"  # sekisho key rotate NAME --step prepare|switch|retire
    ELSEWHERE = "elsewhere"  # by another verb
    NEVER = "never"  # it cannot be, without losing what it is for


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKey:
    """One key: `use`, what is lost with it and what then (`loss`), what somebody else could do with it (`theft`), and `how`."""

    renewal: Renewal
    use: Text
    loss: Text
    theft: Text
    how: Text


def _t(ja: str, en: str) -> Text:
    return Text(ja=ja, en=en)


_ROTATE: Final = _t("sekisho key rotate（保管者 2 名）", "sekisho key rotate, with two custodians")
_STEPS: Final = _t(
    "sekisho key rotate --step prepare → 配布 → switch → retire（保管者 2 名）",
    "sekisho key rotate --step prepare, hand out, switch, retire; with two custodians",
)
KEYS: Final[Mapping[str, OwnKey]] = MappingProxyType(
    {
        "master": OwnKey(
            renewal=Renewal.AT_ONCE,
            use=_t("ほかのすべての鍵を封じる", "seals all other keys"),
            loss=_t("分割鍵 2 枚で戻す（custody recover）", "two shares give it back: custody recover"),
            theft=_t("鍵のファイルとともに盗まれたら全鍵を更新する", "with the key files: everything; renew all keys"),
            how=_ROTATE,
        ),
        "session-ca": OwnKey(
            renewal=Renewal.BY_STEPS,
            use=_t("接続先が信頼する利用者証明書に署名", "signs the certificates that targets admit"),
            loss=_t(
                "どの接続先にも入れない。復元するか、新しい公開鍵を配る",
                "no target admits us; restore, or hand out a new public half",
            ),
            theft=_t(
                "接続先に直接入られる。直ちに更新し、TrustedUserCAKeys から外す",
                "targets are open; renew and take it out of TrustedUserCAKeys",
            ),
            how=_STEPS,
        ),
        "host-ca": OwnKey(
            renewal=Renewal.BY_STEPS,
            use=_t("ssh -J 用のホスト証明書に署名", "signs host certificates for ssh -J"),
            loss=_t(
                "ssh -J で警告が出る。@cert-authority の行を配り直す",
                "ssh -J warns; hand out a new @cert-authority line",
            ),
            theft=_t("接続先になりすまされる。更新して配り直す", "targets can be imitated; renew, hand out"),
            how=_STEPS,
        ),
        "host": OwnKey(
            renewal=Renewal.ELSEWHERE,
            use=_t("SSH ホスト鍵", "our SSH host key"),
            loss=_t("端末に警告が出る。新しい指紋を知らせる", "clients warn; tell the new fingerprint"),
            theft=_t("中継サーバになりすまされる。切り替えて破棄", "we can be imitated; switch and retire"),
            how=_t("sekisho host-key prepare → switch → retire", "sekisho host-key prepare, switch, retire"),
        ),
        "journal": OwnKey(
            renewal=Renewal.AT_ONCE,
            use=_t("監査ログのチェックポイントに署名", "signs the journal's checkpoints"),
            loss=_t("以後の署名ができない。バックアップから復元する", "nothing more is signed; restore from a backup"),
            theft=_t(
                "別の歴史に署名される。立会人の控えが食い違いを示す。更新する",
                "another history can be signed; the witness's copies tell; renew",
            ),
            how=_ROTATE,
        ),
        "recording-seal": OwnKey(
            renewal=Renewal.AT_ONCE,
            use=_t("録画のヘッダと封印に署名", "signs headers and seals of recordings"),
            loss=_t("新しい録画ができない。復元する", "nothing can be recorded; restore"),
            theft=_t(
                "録画を偽造される。監査ログの最終ハッシュで見分ける", "recordings can be forged; final hashes tell"
            ),
            how=_ROTATE,
        ),
        "recording-wrap": OwnKey(
            renewal=Renewal.AT_ONCE,
            use=_t("録画の鍵の組を封じ、以前の録画を開く", "seals the key pairs of recordings, opens those of before"),
            loss=_t("どの録画も再生できない。復元する", "no recording can be played; restore"),
            theft=_t("データベースとともに盗まれたら録画を読まれる", "with the database: recordings can be read"),
            how=_ROTATE,
        ),
        "recording-pairs": OwnKey(
            renewal=Renewal.ELSEWHERE,
            use=_t("日と委託元の組ごとに録画の鍵を包む", "wraps data keys, one pair a day and set of clients"),
            loss=_t(
                "その日のその委託元の録画が再生できない。recording-keys.sealed から復元する",
                "that day's recordings of those clients; restore with recording-keys.sealed",
            ),
            theft=_t("recording-wrap がなければ使えない", "of no use without recording-wrap"),
            how=_t(
                "毎日ひとりでに新しくなり、保存期間または契約の終了で消える",
                "new every day by itself; destroyed at its end",
            ),
        ),
        "field": OwnKey(
            renewal=Renewal.AT_ONCE,
            use=_t("氏名などの欄と認証情報を封じる", "seals personal fields and credentials"),
            loss=_t(
                "氏名、パスワード、接続先の秘密が読めない。復元する",
                "names, passwords and targets' secrets are lost; restore",
            ),
            theft=_t(
                "データベースとともに盗まれたら読まれる。更新し、接続先のパスワードも更新する",
                "with the database: readable; renew, rotate targets' passwords as well",
            ),
            how=_ROTATE,
        ),
        "assertion": OwnKey(
            renewal=Renewal.AT_ONCE,
            use=_t("だれであるかを、プロセスの間で証明", "says between processes who somebody is"),
            loss=_t("だれも入れない。更新すればよい", "nobody gets in; renew it"),
            theft=_t("本人になりすまされる。直ちに更新する", "anybody can be imitated; renew at once"),
            how=_ROTATE,
        ),
        "lookup": OwnKey(
            renewal=Renewal.NEVER,
            use=_t("開示の照会用の要約（委託元ごとの鍵のもと）", "digests for look-ups, the root of each client's key"),
            loss=_t(
                "過去の開示を番号で照会できなくなる。件数は残る。復元する",
                "past disclosures cannot be looked up by number; counts stay; restore",
            ),
            theft=_t(
                "データベースとともに盗まれたら、番号を総当たりされる",
                "with the database: numbers can be tried out",
            ),
            how=_t(
                "更新できません。番号そのものを保存していないため、更新すると過去の照会ができなくなります。",
                "It cannot be renewed: the numbers themselves are kept nowhere, so every look-up into the past would be lost.",
            ),
        ),
        "office-tls": OwnKey(
            renewal=Renewal.AT_ONCE,
            use=_t("管理画面とデータベース接続口の TLS", "TLS of the office and of the database door"),
            loss=_t("更新し、認証局の証明書を配り直す", "renew it and hand out the authority"),
            theft=_t("画面になりすまされる。更新する", "the office can be imitated; renew"),
            how=_ROTATE,
        ),
        "database-ca": OwnKey(
            renewal=Renewal.ELSEWHERE,
            use=_t(
                "接続先 PostgreSQL が信頼する証明書に署名", "signs client certificates that PostgreSQL targets admit"
            ),
            loss=_t("証明書方式の接続先に入れない。復元する", "such targets admit nobody; restore"),
            theft=_t("そのロールで入られる。更新する", "those roles are open; renew"),
            how=_t(
                "keeper を止め、database_ca.key を移してから sekisho init。"
                "新しい証明書を ssl_ca_file に加えてから keeper を開始します。",
                "Stop the keeper, move database_ca.key away, run sekisho init, add the new one to ssl_ca_file, start the keeper.",
            ),
        ),
        "form": OwnKey(
            renewal=Renewal.ELSEWHERE,
            use=_t("管理画面のフォームに署名", "signs the office's forms"),
            loss=_t("開いている画面を開き直すだけ", "open pages are opened anew, nothing else"),
            theft=_t("サインインなしには使えない", "of no use without a sign-in"),
            how=_t(
                "admin_ui を止め、状態ディレクトリの admin_ui/forms.key を消して開始します。サインインは続きます。",
                "Stop admin_ui, remove admin_ui/forms.key of the state directory, start it. Sign-ins go on.",
            ),
        ),
        "backup": OwnKey(
            renewal=Renewal.ELSEWHERE,
            use=_t("バックアップの署名と封印（主鍵から作る）", "signs and seals backups, made from the master key"),
            loss=_t("custody split で作り直される", "custody split makes it anew"),
            theft=_t("バックアップを偽造される。開くことはできない", "backups can be forged, never opened"),
            how=_t("主鍵の更新に伴って変わる", "changes with the master key"),
        ),
    }
)
