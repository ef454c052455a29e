"""What a client is told: fixed words of ours, in both languages. Nothing a target says is ever passed on."""

from gateway.relay.ssh.sftp.replies import Code
from gateway.vocabulary.outcome import Text

NOT_OUT = Text(
    ja="ファイルの取り出しはできません。この接続は送信専用です。内容の確認が必要な場合は管理監督者に相談してください。",
    en="Files cannot be taken out: this connection takes files in only. Ask a supervisor if you must see one.",
)
NOT_OFFERED = Text(
    ja="この操作は送信専用の接続では利用できません。必要な場合は管理監督者に相談してください。",
    en="This is not available on a connection that only takes files in. Ask a supervisor if you need it.",
)
OUTSIDE = Text(
    ja="受け取りフォルダーの外は利用できません。「/」が受け取りフォルダーです。",
    en="Nothing outside the drop folder can be used. The drop folder is what you see as /.",
)
BAD_NAME = Text(
    ja="この名前は使えません。制御文字を含まない255バイト以内の名前にしてください。",
    en="This name cannot be used. Take one of at most 255 bytes without control characters.",
)
RESERVED = Text(
    ja="「.sekisho-」で始まる名前はゲートウェイが使用します。別の名前にしてください。",
    en="Names that begin with .sekisho- are the gateway's own. Take another one.",
)
NOT_WRITTEN_ONLY = Text(
    ja="ファイルは書き込み専用で開いてください。読み書き両用と追記はできません。",
    en="Open files for writing only; not for reading as well, and not for appending.",
)
WHOLE_ONLY = Text(
    ja="ファイルは先頭から順に全体を送ってください。途中からの再開や書き換えはできません。",
    en="Send a file whole and in order, from its beginning; it cannot be resumed or changed in place.",
)
NOT_A_FILE = Text(
    ja="その名前は通常のファイルではないため、置き換えられません。別の名前にしてください。",
    en="That name is no regular file, so it cannot be replaced. Take another one.",
)
NOT_YOURS = Text(
    ja="削除できるのは、この接続で送ったファイルだけです。",
    en="Only what was sent over this very connection can be deleted.",
)
ATTRIBUTES_REFUSED = Text(
    ja="変更できるのは日時と通常のアクセス権だけです。所有者・大きさ・特殊なアクセス権は変更できません。",
    en="Only times and plain permissions can be changed; not owner, size, or special permission bits.",
)
IN_USE = Text(
    ja="送信中のファイルがあるため変更できません。送信が終わってからやり直してください。",
    en="A file is being sent there. Try again once it is done.",
)
TOO_MANY_HANDLES = Text(
    ja="同時に開けるファイルの上限に達しました。送信が終わってからやり直してください。",
    en="Too many files are open at once. Try again once some are done.",
)
NO_SUCH_HANDLE = Text(ja="開いていないファイルへの操作です。", en="That is not open.")
FILE_BROKEN = Text(
    ja="このファイルは受け付けられませんでした。理由は先に表示したとおりです。",
    en="This file was not taken in, for the reason given before.",
)
DROP_FOLDER_MISSING = Text(
    ja="接続先に受け取りフォルダーがありません。管理者に連絡してください。",
    en="The drop folder does not exist on the target. Tell the administrator.",
)
DROP_FOLDER_TOO_WIDE = Text(
    ja="登録された受け取りフォルダーがホームフォルダーそのものか、それを含むため利用できません。管理者に連絡してください。",
    en="The registered drop folder is or holds the account's home, so it cannot be used. Tell the administrator.",
)
NO_SFTP = Text(
    ja="接続先がファイルの受け取り（SFTP）に対応していません。管理者に連絡してください。",
    en="The target does not take files (SFTP). Tell the administrator.",
)

OF_CODE = {
    Code.OK: Text(ja="完了しました。", en="Done."),
    Code.EOF: Text(ja="終わりです。", en="No more."),
    Code.NO_SUCH_FILE: Text(ja="その名前のファイルはありません。", en="There is no such file."),
    Code.PERMISSION_DENIED: Text(
        ja="接続先が許可しませんでした。対象機器の管理者に連絡してください。",
        en="The target did not permit it. Ask whoever runs it.",
    ),
    Code.FAILURE: Text(
        ja="接続先で失敗しました。名前や空き容量を確かめてください。",
        en="It failed on the target. Check the name and the free space.",
    ),
    Code.OP_UNSUPPORTED: Text(ja="接続先が対応していません。", en="The target cannot do that."),
}


def of_target(code: int) -> tuple[Code, Text]:
    """A target's code in ours: those it may use, with our words; every other one is a failure."""
    known = Code(code) if code in OF_CODE else Code.FAILURE
    return known, OF_CODE[known]


def too_large(mebibytes: int) -> Text:
    """A file grew beyond its limit."""
    return Text(
        ja=f"1ファイルの上限（{mebibytes} MiB）を超えたため受け付けません。分割できない場合は管理者に相談してください。",
        en=f"The file is larger than {mebibytes} MiB and was refused. Ask your administrator if it cannot be split.",
    )


def session_full(mebibytes: int, files: int) -> Text:
    """The session's share is used up."""
    return Text(
        ja=f"1回の接続で送れる上限（合計 {mebibytes} MiB、{files} 件）に達しました。接続し直してください。",
        en=f"This connection has taken its share ({mebibytes} MiB or {files} files). Connect again for more.",
    )


def people_found(people_max: int) -> Text:
    """A file holds personal data."""
    return Text(
        ja=f"{people_max}人を超える個人データが含まれているため、ファイルを受け付けませんでした。この拒否は記録され、"
        "管理監督者に通知されます。個人データを除いてから送り直してください。",
        en=f"The file holds the personal data of more than {people_max} people and was refused. This is recorded and "
        "supervisors are told. Remove the data and send it again.",
    )


def people_summed(people_max: int) -> Text:
    """A file holds few people, and those before it in this session did as well."""
    return Text(
        ja=f"この接続で送ったファイル全体で{people_max}人を超える個人データになるため、受け付けませんでした。この拒否は記録され、"
        "管理監督者に通知されます。個人データを除いてから送り直してください。",
        en=f"With this file, those of this connection hold the personal data of more than {people_max} people; it was refused. "
        "This is recorded and supervisors are told. Remove the data and send it again.",
    )


UNREADABLE = Text(
    ja="中身を検査できないファイル（暗号化された書庫など）のため受け付けませんでした。展開するか、管理監督者に相談してください。",
    en="The file was refused because nobody can look into it (an encrypted archive, say). Unpack it, or ask a supervisor.",
)
