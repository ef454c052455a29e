"""What a verb says when its change waits for a second administrator."""

from gateway.cli.printing import say


def tell_asked(proposal: str) -> None:
    """Nothing has changed yet: who has to do what."""
    say(f"申請しました（まだ変更されていません） / Asked for, not in effect yet: {proposal}")
    say("別の管理者の確認が必要です。次の二つを依頼してください。 / Another administrator has to read and confirm it:")
    say(f"  sekisho change show {proposal}")
    say(f"  sekisho change confirm {proposal}")
