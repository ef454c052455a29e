"""What a verb says when its change waits for a second administrator."""

from gateway.cli.printing import say


def tell_asked(proposal: str) -> None:
    """Nothing has changed yet: who has to do what."""
    say(f"申請しました（まだ変更されていません） / Asked for, not in effect yet: {proposal}")
    say(f"別の管理者の確認が必要です / Another administrator confirms it with: sekisho change confirm {proposal}")
