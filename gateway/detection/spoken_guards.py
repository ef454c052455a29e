"""Words for what guards and meters say: what was withheld, which way it went, why a session stopped. Pure; a part of `spoken`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.vocabulary.outcome import Text


def _t(ja: str, en: str) -> Text:
    return Text(ja=ja, en=en)


STOPPED: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "people": _t("表示した人数", "people shown"),
        "opaque": _t("人が読めない文字列", "text that nobody can read"),
        "hashes": _t("ハッシュ値のような文字列", "hash-like words"),
        "bare-numbers": _t("数字だけの行", "lines of bare numbers"),
        "novel": _t("文章でもログでもない文字列", "text that is neither prose nor log"),
        "volume": _t("表示量", "the amount shown"),
        "sweep": _t("表を端から順に読み進める操作", "a table read from end to end"),
        "transfer": _t("画面の中のファイル転送", "a file transfer inside the terminal's stream"),
        "supervisor": _t("管理監督者の指示", "a supervisor's word"),
        "elsewhere": _t("本人の別のセッションの凍結", "a freeze of another session of the person"),
    }
)
"""Why a session was paused or frozen (guards/verdict)."""

SIDES: Final[Mapping[str, Text]] = MappingProxyType(
    {"shown": _t("画面への出力", "shown"), "typed": _t("キー入力", "typed")}
)

WITHHELD: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "clipboard": _t("クリップボードへの書き込み", "the clipboard"),
        "file-transfer": _t("端末の機能によるファイルの送信", "a file sent by the terminal's own means"),
        "image": _t("画像", "a picture"),
        "print": _t("印刷", "printing"),
        "pass-through": _t("外側の端末への素通し", "a pass-through to the terminal outside"),
        "device-control": _t("装置への制御文字列", "a device control string"),
        "notification": _t("通知", "a notification"),
        "title-report": _t("タイトルの読み出し", "a report of the title"),
        "title": _t("ウィンドウのタイトル", "a window title"),
        "hyperlink": _t("リンク", "a link"),
        "palette": _t("色の設定", "colours"),
        "shell-integration": _t("シェルの目印", "marks of the shell"),
        "query": _t("端末への問い合わせ", "a question to the terminal"),
        "charset": _t("文字集合の切り替え", "a change of the character set"),
        "keyboard": _t("キーボードの設定", "a setting of the keyboard"),
        "window": _t("ウィンドウの操作", "a move of the window"),
        "mode": _t("端末のモード", "a mode of the terminal"),
        "control": _t("制御文字", "control characters"),
        "broken": _t("途中で切れた制御", "a control sequence that broke off"),
        "unknown": _t("未知の制御", "an unknown control sequence"),
        "mojibake": _t("文字化け", "damaged text"),
        "unspellable": _t("接続先の文字コードにない文字", "letters that the target's encoding does not have"),
        "paste": _t("長い貼り付け", "a long paste"),
        "program": _t("プログラムの入力", "a program typed in"),
        "typed": _t("キー入力の合計", "all that was typed"),
        "answer.clipboard": _t("端末の返答（クリップボード）", "the terminal's answer: clipboard"),
        "answer.title": _t("端末の返答（タイトル）", "the terminal's answer: title"),
        "answer.colour": _t("端末の返答（色）", "the terminal's answer: colours"),
        "answer.status": _t("端末の返答（状態）", "the terminal's answer: status"),
        "answer.string": _t("端末の返答（文字列）", "the terminal's answer: a string"),
        "answer.unknown": _t("端末の返答（未知）", "an unknown answer of the terminal"),
        "transfer.kermit": _t("Kermit のファイル転送", "a Kermit file transfer"),
        "transfer.multiplexer": _t("tmux の制御モード", "tmux's control mode"),
        "transfer.rsync": _t("rsync のファイル転送", "an rsync file transfer"),
        "transfer.sftp": _t("SFTP のファイル転送", "an SFTP file transfer"),
        "transfer.ssh": _t("SSH の入れ子の接続", "an SSH connection inside the stream"),
        "transfer.trzsz": _t("trzsz のファイル転送", "a trzsz file transfer"),
        "transfer.xmodem": _t("XMODEM・YMODEM のファイル転送", "an XMODEM or YMODEM file transfer"),
        "transfer.zmodem": _t("ZMODEM のファイル転送", "a ZMODEM file transfer"),
    }
)
"""What guards call their findings (guards/terminal/kinds, guards/typed, guards/transfer)."""
