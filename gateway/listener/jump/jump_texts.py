"""What a jump says to the person in it. `en` is pure ASCII."""

from collections.abc import Sequence

from gateway.vocabulary.outcome import Text


def no_account(target: str, accounts: Sequence[str]) -> Text:
    """The user name inside the jump is no account's name."""
    known = ", ".join(accounts) if accounts else "-"
    example = f"{accounts[0] if accounts else 'ACCOUNT'}@{target}"
    return Text(
        ja=f"ssh -J では、接続先の利用者名に {target} のアカウント名を指定してください（例: {example}）。"
        f"作業申請で使えるアカウント: {known}。追加が必要な場合は管理監督者に作業申請をしてください。",
        en=f"With ssh -J the user name is the account on {target}: connect to {example}. "
        f"Accounts your work orders name: {known}. Ask a supervisor if you need another.",
    )
