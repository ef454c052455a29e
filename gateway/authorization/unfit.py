"""A policy that is not fit to be used: file, key, nearest valid one. The old policy stays, or nothing starts."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from gateway.vocabulary.outcome import GatewayFault, Text

_LIKE = 0.5


class PolicyUnfit(GatewayFault):
    """Raised by the loader. `file` is relative to the policy directory; `nearest` is a valid word like `key`, or None."""

    def __init__(self, file: str, key: str, what: str, *, valid: Iterable[str] = ()) -> None:
        self.file = file
        self.key = key
        self.what = what
        self.nearest = nearest(key, valid)
        hint = "" if self.nearest is None else f"; nearest valid: {self.nearest}"
        hint_ja = "" if self.nearest is None else f" 最も近い正しい名前: {self.nearest}。"
        super().__init__(
            f"{file}: {key}: {what}{hint}",
            Text(
                ja=f"ポリシーを読み込めません。ファイル {file}、項目 {key}。{hint_ja} 管理者が直してから読み込み直してください。",
                en=f"The policy cannot be loaded. File {file}, key {key}: {what}{hint}. Correct it and load it again.",
            ),
        )


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """The valid word most like `word` or like its last part behind a dot, if one is at all like it."""
    forms = (word, word.rsplit(".", 1)[-1])
    likeness = {each: max(SequenceMatcher(None, form, each).ratio() for form in forms) for each in sorted(valid)}
    best = max(likeness, key=lambda each: likeness[each], default=None)
    return best if best is not None and likeness[best] >= _LIKE else None
