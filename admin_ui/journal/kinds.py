"""Kinds of entries as a person chooses among them: the kind's name, and the sentence it is told in with its facts left out."""

import re
from typing import Final

from gateway.vocabulary.outcome import Text
from gateway.wiring.office_sentences import SENTENCES

_FACTS_ALONE: Final = re.compile(r"（[^（）]*\{[^（）]*）| ?\([^()]*\{[^()]*\)")
_FACT: Final = re.compile(r"\{[^}]*\}")
_COMMITTED: Final = Text(ja="台帳を変更しました。", en="The register was changed.")


def told(kind: str) -> Text:
    """`session.cut: セッション … を切断しました。`; the name alone where no sentence is known."""
    said = _COMMITTED if kind == "office.committed" else SENTENCES.get(kind)
    if said is None:
        return Text(ja=kind, en=kind)
    return Text(ja=f"{kind}: {_bare(said.ja)}", en=f"{kind}: {_bare(said.en)}")


def _bare(sentence: str) -> str:
    return _FACT.sub("…", _FACTS_ALONE.sub("", sentence))
