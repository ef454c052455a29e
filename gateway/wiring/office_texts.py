"""What the office's door says to people: Japanese first, ASCII English beside, always with what to do next."""

from typing import Final

from gateway.vocabulary.outcome import Text

NOT_ENTERED: Final = Text(
    ja="パスワードまたはワンタイムコードが正しくありません。両方を確認してやり直してください。"
    "繰り返し間違えると一時的にロックされます。",
    en="The password or the one-time code was not accepted. Check both and try again. "
    "Repeated mistakes lock the account for a while.",
)
NOT_BY_PASSKEY: Final = Text(
    ja="パスキーを確認できませんでした。もう一度お試しいただくか、パスワードとワンタイムコードでサインインしてください。",
    en="The passkey was not accepted. Try again, or sign in with your password and one-time code.",
)
MAY_NOT_ENTER: Final = Text(
    ja="本人確認はできましたが、アカウントが停止中か、契約が終了しています。アカウント管理者に確認してください。",
    en="You are recognised, but the account is not active or the contract has ended. Ask your account administrator.",
)
NOBODY: Final = Text(
    ja="この操作は本人の名前で行います。--as 利用者名 を付けてやり直してください。",
    en="This is done in a person's own name. Repeat it with --as NAME.",
)
NOT_SIGNED_IN: Final = Text(
    ja="サインインしていません。サインインしてください。",
    en="You are not signed in. Sign in.",
)
NO_SUCH_PERSON: Final = Text(
    ja="その利用者名のアカウントはありません。「sekisho person list」で確認してください。",
    en="There is no account of that user name. Check with: sekisho person list",
)


def not_permitted(holders: tuple[Text, ...]) -> Text:
    """His roles do not permit it; `holders` are the roles to ask."""
    return Text(
        ja=f"この操作の権限がありません。{'または'.join(each.ja for each in holders)}に依頼してください。",
        en=f"Your roles do not permit this. Have it done by somebody with the role: {' or '.join(each.en for each in holders)}.",
    )


def used_code(seconds: int) -> Text:
    """The code was right, but good once already; `seconds` until the next one."""
    return Text(
        ja=f"このワンタイムコードは使用済みです。{seconds}秒後に表示される次のコードでやり直してください。",
        en=f"This one-time code has been used already. Try again with the next one, shown in {seconds} s.",
    )


def locked(seconds: int) -> Text:
    """Too many mistakes; `seconds` until the lock ends."""
    minutes, rest = divmod(max(seconds, 0), 60)
    return Text(
        ja=f"間違いが続いたため、ロックされています。あと{minutes}分{rest}秒待ってください。"
        "心当たりがない場合は、すぐにアカウント管理者に連絡してください。",
        en=f"Locked after repeated mistakes. Wait {minutes} min {rest} s. "
        "If the mistakes were not yours, tell your account administrator at once.",
    )


def absent(what_ja: str, what_en: str, name: str, verb: str) -> Text:
    """Nothing of that name; `verb` lists what there is."""
    shown = ascii(name[:80])[1:-1]
    return Text(
        ja=f"{what_ja} {shown} はありません。「sekisho {verb}」で確認してください。",
        en=f"There is no {what_en} {shown}. Check with: sekisho {verb}",
    )
