"""A typed path: absolute or relative to its root's first folder, without `..`, under the root.

What the target makes of it (links) is asked again of the resolved path, by whoever runs the command.
"""

from gateway.authorization.commands.invocation import Refused, Why
from gateway.authorization.commands.lists import ListedCommand, Offer
from gateway.authorization.commands.parameters import Kind, Parameter
from gateway.authorization.commands.roots import Root, is_normal
from gateway.authorization.commands.wording import ASK, refused, shown
from gateway.vocabulary.outcome import Text

_WILD = frozenset("*?[]{}\\$`|;&<>!\"'")


def path_of(command: ListedCommand, parameter: Parameter, typed: str, offer: Offer) -> str | Refused:
    """The absolute, normal path, or why it is none. `.` is the root's first folder, where a folder is asked for."""
    root = offer.roots.get(parameter.root or "")
    if root is None or not root.paths:
        return _nowhere(command, parameter, offer)
    path = _absolute(typed, root, parameter)
    if path is None:
        return _refused(
            command,
            Why.VALUE,
            typed,
            Text(
                ja="パスは .. や // や記号を含まない形で書きます。ワイルドカードは使えません。",
                en="A path has no .., no // and no wildcards.",
            ),
        )
    if root.admits(path):
        return path
    denied = root.denying(path)
    folders, others = " ".join(root.paths), _others(command, parameter, path, offer)
    if denied is not None:
        why = Text(
            ja=f"鍵やパスワードなどは表示できません（除外: {denied}）。",
            en=f"Keys, passwords and the like are not shown (denied: {denied}).",
        )
    else:
        why = Text(
            ja=f"{command.name} で扱えるのは「{root.text.ja}」の下だけです: {folders}。{others.ja}",
            en=f"{command.name} works only under {root.text.en}: {ascii(folders)[1:-1]}. {others.en}",
        )
    return _refused(command, Why.OUTSIDE, typed, why)


def _others(command: ListedCommand, parameter: Parameter, path: str, offer: Offer) -> Text:
    """Offered commands that do look where this one does not, or whom to ask."""
    found = [
        each.name
        for each in offer.commands.values()
        for other in each.parameters
        if each.name != command.name and other.kind is parameter.kind and _admits(offer, other, path)
    ]
    if not found:
        return ASK
    return Text(ja=f"ここを扱えるコマンド: {'、'.join(found)}", en=f"Commands that work there: {', '.join(found)}")


def _admits(offer: Offer, parameter: Parameter, path: str) -> bool:
    root = offer.roots.get(parameter.root or "")
    return root is not None and root.admits(path)


def _absolute(typed: str, root: Root, parameter: Parameter) -> str | None:
    if not typed or any(letter in _WILD for letter in typed):
        return None
    folder = parameter.kind is Kind.FOLDER
    if folder and typed == ".":
        return root.paths[0]
    whole = typed if typed.startswith("/") else f"{root.paths[0]}/{typed}"
    path = whole[:-1] if folder and whole.endswith("/") else whole
    return path if is_normal(path) else None


def _nowhere(command: ListedCommand, parameter: Parameter, offer: Offer) -> Refused:
    name = parameter.root or "-"
    return refused(
        Why.OUTSIDE,
        f"接続先 {offer.target} には、このコマンドで扱えるフォルダ（{name}）が登録されていません。{ASK.ja}",
        f"No folder is named on {offer.target} for this command ({name}). {ASK.en}",
        command=command,
    )


def _refused(command: ListedCommand, why: Why, typed: str, text: Text) -> Refused:
    was = shown(typed)
    return refused(why, f"{was.ja} は使えません。{text.ja}", f"{was.en} cannot be used. {text.en}", command=command)
