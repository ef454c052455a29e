"""A command nobody listed for this purpose: what is like it, which purposes have it, whom to ask."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from gateway.authorization.commands.invocation import Refused, Why
from gateway.authorization.commands.lists import ListedCommand, Offer, by_spelling
from gateway.authorization.commands.wording import ASK, refused, shown, spelled
from gateway.authorization.commands.words import Word
from gateway.vocabulary.outcome import Text

_NAME_WORDS_MAX = 3
_NEAR_MAX = 3
_OF_SHELLS = {
    "cd": Text(
        ja="フォルダの移動はありません。パスはコマンドの後に書きます。",
        en=" There is no folder to be in: write the path behind a command.",
    ),
    "sudo": Text(
        ja="sudo は付けずに入力してください。管理者権限が必要なコマンドには自動で付きます。",
        en=" Leave sudo out: commands that need it get it by themselves.",
    ),
    **dict.fromkeys(
        ("bash", "csh", "dash", "ksh", "sh", "su", "tcsh", "zsh"),
        Text(ja="シェルは動いていません。", en=" There is no shell."),
    ),
}


def unlisted(words: Sequence[Word], offer: Offer) -> Refused:
    """The refusal of a line that begins with no offered command."""
    begins = [" ".join(word.text for word in words[:count]) for count in range(_NAME_WORDS_MAX, 0, -1)]
    elsewhere = by_spelling(command for command, _ in offer.elsewhere.values())
    for name in begins:
        if name in elsewhere:
            return _elsewhere(*offer.elsewhere[elsewhere[name].name], offer)
    typed = shown(begins[-1])
    strange = next((letter for letter in begins[-1] if not letter.isascii()), None)
    odd_ja = "" if strange is None else f"半角英数字でない文字 {spelled(strange)} を含んでいます。"
    odd_en = "" if strange is None else f" It holds {spelled(strange)}, which is not ASCII."
    own = _OF_SHELLS.get(words[0].text, Text(ja="", en=""))
    near = "、".join(nearest(begins, offer.commands))
    hint = Text(
        ja=f"近いもの: {near}。" if near else "",
        en=f" Nearest: {near.replace('、', ', ')}." if near else "",
    )
    return refused(
        Why.UNLISTED,
        f"{typed.ja} はこの作業のコマンド一覧にありません。{odd_ja}{own.ja}{hint.ja}一覧は help で表示します。{ASK.ja}",
        f"{typed.en} is not a listed command.{odd_en}{own.en}{hint.en} Type help for the list. {ASK.en}",
    )


def nearest(begins: Sequence[str], commands: Mapping[str, ListedCommand]) -> tuple[str, ...]:
    """At most three listed names: those that stand in place of what was typed, else those begun or spelled like it."""
    instead = [each.name for each in commands.values() if any(name in each.instead_of for name in begins)]
    first = begins[-1].lower()
    begun = [name for name in commands if first and name.split(" ")[0] == first]
    like = [close for name in begins for close in get_close_matches(name.lower(), commands, n=_NEAR_MAX, cutoff=0.6)]
    return tuple(dict.fromkeys(instead or [*begun, *like]))[:_NEAR_MAX]


def _elsewhere(command: ListedCommand, purposes: Sequence[Text], offer: Offer) -> Refused:
    own = offer.purpose_name or Text(ja=offer.purpose, en=offer.purpose)
    ja = "、".join(each.ja for each in purposes) or "なし"
    en = ", ".join(each.en for each in purposes) or "none"
    return refused(
        Why.ELSEWHERE,
        f"{command.name} は一覧 {command.list_id}（{command.file}）にあり、この作業の目的（{own.ja}）では使えません。"
        f"使える目的: {ja}。その目的の作業申請を出してください。{ASK.ja}",
        f"{command.name} is in the list {command.list_id} ({command.file}), which this order's purpose ({own.en}) has not."
        f" Purposes that have it: {en}. Ask for an order of such a purpose. {ASK.en}",
    )
