"""The words of the pager, in both languages. `en` is ASCII; `ja` has no letter of ambiguous width."""

from typing import Final

from gateway.commands.paging.reading import Note
from gateway.vocabulary.outcome import Text


def place(first: int, last: int, count: int) -> Text:
    """Which lines are on the screen, of how many that came so far."""
    return Text(ja=f"{first}-{last}/{count}行", en=f"lines {first}-{last}/{count}")


MORE: Final = Text(ja="続きあり", en="more comes")
LOOKING: Final = Text(ja="読み込み中(どれかのキーで中止)", en="reading (any key stops)")
END: Final = Text(ja="(末尾)", en="(end)")
KEYS: Final = (
    Text(
        ja="Space 次 b 前 / 検索 n 次の一致 q 終了 h ヘルプ", en="Space on  b back  / search  n next  q leave  h help"
    ),
    Text(ja="Space 次 b 前 q 終了 h ヘルプ", en="Space on  b back  q leave  h help"),
    Text(ja="q 終了 h ヘルプ", en="q leave  h help"),
    Text(ja="q 終了", en="q leave"),
)
ANY_KEY: Final = Text(ja="どれかのキーで戻ります", en="press any key to return")
NOTES: Final = {
    Note.NOT_FOUND: Text(ja="見つかりません", en="not found"),
    Note.PASTED: Text(ja="貼り付けは無視しました", en="the paste was ignored"),
}
HELP: Final = (
    Text(ja="Space f PageDown: 次の画面", en="Space f PageDown: next screen"),
    Text(ja="b PageUp: 前の画面", en="b PageUp: screen before"),
    Text(ja="Enter j 下矢印: 1行進む", en="Enter j Down: one line on"),
    Text(ja="k 上矢印: 1行戻る", en="k Up: one line back"),
    Text(ja="d u: 半画面進む、戻る", en="d u: half a screen on, back"),
    Text(ja="g Home: 先頭へ", en="g Home: to the beginning"),
    Text(ja="G End: 末尾へ(最後まで読み込みます)", en="G End: to the end (reads all of it)"),
    Text(ja="/文字列 Enter: 検索(小文字は大文字にも一致)", en="/TEXT Enter: search (small letters find capitals too)"),
    Text(ja="n: 次の一致へ", en="n: to the next match"),
    Text(ja="q Ctrl-C: 終了して入力に戻る", en="q Ctrl-C: leave, back to the prompt"),
    Text(
        ja="保持するのは最新の10,000行(4 MB)です。それより前には戻れません。",
        en="The newest 10,000 lines (4 MB) are kept; there is no way back beyond them.",
    ),
)
