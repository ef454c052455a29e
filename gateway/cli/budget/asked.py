"""What a supervisor is told of a release: that it takes two, or that the caps are as they were."""

from gateway.cli.printing import say, say_json


def say_caps_stay(extend: str) -> None:
    """A release moves no cap; `extend` is the verb that does."""
    say("上限は変わりません。上限に達したままなら、次の表示でまた凍結されます。続けるには、2 名で上限を追加します:")
    say("No cap has moved: where one is still used up the next thing shown freezes again. To go on, two add to it:")
    say(f"  {extend}")


def say_asked(proposal: str, *, as_json: bool) -> None:
    """Nothing is released yet; who does it, and how."""
    if as_json:
        say_json({"proposal": proposal})
        return
    say("人数を数えられない表示による凍結のため、解除には管理監督者 2 名が必要です。")
    say("It was frozen for output in which nobody could count people: two supervisors release it.")
    say(f"申請しました（まだ解除されていません） / Asked for, not in effect yet: {proposal}")
    say("別の管理監督者に次を依頼してください。 / Have another supervisor read and confirm it:")
    say(f"  sekisho change show {proposal}")
    say(f"  sekisho change confirm {proposal}")
