"""R-95: every objection speaks both languages and says what to do next."""

import string

import pytest

from gateway.approvals.declined import because
from gateway.approvals.objection import TEXTS, Objection


def words_of(objection: Objection) -> dict[str, str]:
    texts = [text for pair in TEXTS[objection] for text in (pair.ja, pair.en)]
    return {name: "x" for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("objection", Objection)
def test_R95_every_objection_has_words(objection: Objection) -> None:
    reason = because(objection, **words_of(objection))
    assert reason.rule == objection.value
    for text in (reason.title, reason.next_step):
        assert text.en.isascii()
        assert not text.ja.isascii()
        assert "{" not in text.both()
