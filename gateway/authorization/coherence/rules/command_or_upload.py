"""Files are kept out while a command is not: its standard input takes in what an upload may not (R-10)."""

from collections.abc import Iterator

from gateway.authorization.coherence.beside import beside
from gateway.authorization.coherence.incoherence import Incoherence
from gateway.authorization.coherence.table import Table
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_LEAK = Text(
    ja="「ssh 接続先 'cat > 名前' < ファイル」で、禁止したはずのファイルを持ち込み、逆向きに持ち出すこともできます。",
    en="ssh TARGET 'cat > NAME' < FILE takes the file in all the same, and the other way round it takes files out.",
)
_MEND = Text(
    ja="同じ条件で単独コマンドも禁止するか、アップロードの禁止をやめてください。",
    en="Forbid single commands under the same conditions, or no longer forbid the upload.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """On targets free of personal data, whatever refuses an upload where an exec opens."""
    yield from beside(table, shut=Capability.UPLOAD, ajar=Capability.EXEC, leak=_LEAK, mend=_MEND)
