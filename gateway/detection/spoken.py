"""Words of the journal that an alarm says in a person's: kinds, requests of clients, reasons. Pure.

A word that is not here is shown as it is: a client can make up kinds of requests without end. What is here is shown with the
journal's own word behind it where somebody may search for it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.detection.spoken_guards import SIDES, STOPPED, WITHHELD
from gateway.vocabulary.outcome import Text


def _t(ja: str, en: str) -> Text:
    return Text(ja=ja, en=en)


_KINDS: Final = {
    "channel.refused": _t("許可されていない要求", "a request nobody offers"),
    "access.refused": _t("接続の判定", "access to a target"),
    "session.refused": _t("セッションの開始", "a session"),
    "upload.refused": _t("ファイルの送信", "a file sent in"),
    "guard.withheld": _t("画面から持ち出す制御", "a control sequence that moves data off the screen"),
}
_REQUESTS: Final = {
    "subsystem": _t("ファイル転送などの機能 (subsystem)", "file transfer or another subsystem (subsystem)"),
    "exec": _t("コマンドの実行 (exec)", "running a command (exec)"),
    "shell": _t("シェル (shell)", "a shell (shell)"),
    "env": _t("環境変数 (env)", "a variable (env)"),
    "signal": _t("シグナルの送信 (signal)", "a signal (signal)"),
    "session": _t("チャネル数の上限 (session)", "too many channels (session)"),
    "x11-req": _t("X11 の転送 (x11-req)", "X11 forwarding (x11-req)"),
    "x11": _t("X11 の転送 (x11)", "X11 forwarding (x11)"),
    "auth-agent-req@openssh.com": _t("エージェントの転送 (ssh -A)", "agent forwarding (ssh -A)"),
    "direct-tcpip": _t("ポート転送 (ssh -L, -D, -W, -J)", "port forwarding (ssh -L, -D, -W, -J)"),
    "tcpip-forward": _t("逆向きのポート転送 (ssh -R)", "reverse port forwarding (ssh -R)"),
    "cancel-tcpip-forward": _t("逆向きのポート転送 (ssh -R)", "reverse port forwarding (ssh -R)"),
    "direct-streamlocal@openssh.com": _t("ソケットの転送 (ssh -L)", "socket forwarding (ssh -L)"),
    "streamlocal-forward@openssh.com": _t("ソケットの転送 (ssh -R)", "socket forwarding (ssh -R)"),
    "cancel-streamlocal-forward@openssh.com": _t("ソケットの転送 (ssh -R)", "socket forwarding (ssh -R)"),
    "tun@openssh.com": _t("VPN トンネル (ssh -w)", "a VPN tunnel (ssh -w)"),
    "jump-account": _t("踏み台での別アカウントの指定 (jump-account)", "another account through a jump (jump-account)"),
    "others": _t("そのほか多数", "many others"),
}
_FIELDS: Final[Mapping[str, Mapping[str, Text]]] = {
    "last": _KINDS,
    "place": {
        "state": _t("関所の状態", "Sekisho's state"),
        "database": _t("データベース", "the database"),
        "recordings": _t("録画", "the recordings"),
        "journal": _t("監査ログ", "the journal"),
        "witness": _t("チェックポイントの控え", "the witness"),
    },
    "asked": _REQUESTS,
    "request": _REQUESTS,
    "span": {
        "session": _t("1 セッションの人数", "people in one session"),
        "day": _t("1 日の人数", "people in one day"),
        "days_30": _t("30 日間の人数", "people in 30 days"),
        "days_365": _t("365 日間の人数", "people in 365 days"),
        "rows_day": _t("1 日の伏せ字の行数", "masked rows in one day"),
        "people_window": _t("数分間の人数", "people within minutes"),
        "opaque_window": _t("数分間の読めない文字", "unreadable text within minutes"),
        "opaque_day": _t("1 日の読めない文字", "unreadable text in one day"),
        "hashes_window": _t("数分間のハッシュ値", "hash-like text within minutes"),
        "hashes_day": _t("1 日のハッシュ値", "hash-like text in one day"),
        "numbers_window": _t("数分間の数字だけの行", "lines of bare numbers within minutes"),
        "numbers_day": _t("1 日の数字だけの行", "lines of bare numbers in one day"),
        "novel_session": _t("1 セッションの解読できない文章", "undecipherable text in one session"),
        "novel_day": _t("1 日の解読できない文章", "undecipherable text in one day"),
        "volume": _t("1 セッションのバイト数", "bytes in one session"),
        "transfer": _t("ファイル転送の開始", "the start of a file transfer"),
        "supervisor": _t("管理監督者による凍結", "frozen by a supervisor"),
    },
    "fault": {
        "no-key": _t("端末の鍵が提示されていません", "no terminal's key was offered"),
        "unregistered": _t("登録されていない鍵です", "the key is not registered"),
        "suspended": _t("端末は停止中です", "the terminal is suspended"),
        "revoked": _t("端末は廃止されています", "the terminal is revoked"),
        "not-signed": _t(
            "登録済みの公開鍵が示されましたが、秘密鍵の証明がありません",
            "a registered public key was shown and never proved",
        ),
    },
    "what": WITHHELD,
    "side": SIDES,
    "why": {
        "differs": _t("同じ名前で別のものがあります", "something else stands under its name"),
        "too-large": _t("大きすぎます", "too large for one request"),
        "unlocked": _t("ロックがかかりませんでした", "it was not locked as asked"),
        "absent": _t("受け取ったのに残っていません", "the store took it and does not have it"),
        **STOPPED,
        "personal-data": _t("多数の個人データを含む", "it holds many people's data"),
        "unreadable": _t("中身を調べられない", "it cannot be looked into"),
        "too-many": _t("接続数の上限", "too many connections"),
        "unavailable": _t("関所の内部サービスが応答しない", "services of Sekisho do not answer"),
        "evicted": _t("満員のため退出", "turned out of a full waiting room"),
        "crowded-out": _t("満員", "no room"),
        "proxy-header": _t(
            "中継装置が正しい PROXY ヘッダーを送らなかった", "the proxy sent no PROXY header that could be believed"
        ),
    },
    "reason": {
        "unreachable": _t("接続先に到達できない", "the target cannot be reached"),
        "other-host": _t("ホスト鍵が登録と異なる", "the host key is another one"),
        "refused": _t("接続先が変更を拒否", "the target refused the change"),
        "not-proved": _t("新しいパスワードで確認できない", "the new password does not let in"),
    },
}
SPOKEN: Final = MappingProxyType(_FIELDS)


def spoken(field: str, value: str) -> Text | None:
    """The words for `value` in this field; None where it has none. A transfer program run as a command is named with it."""
    if field == "asked" and value.startswith("exec "):
        program = value.removeprefix("exec ")
        return _t(f"コマンドとしての {program}", f"{program} as a command")
    if field == "asked" and value.startswith("sftp."):
        return _t(f"SFTP での許可されていない操作 ({value})", f"an SFTP operation nobody offers ({value})")
    return SPOKEN.get(field, {}).get(value)
