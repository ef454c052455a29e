"""A shipped policy with some lines changed, and what the compiler says of it."""

from pathlib import Path

import pytest

from gateway.authorization.coherence.incoherence import Incoherence, PolicyIncoherent
from gateway.authorization.loader import load
from tests.gateway.authorization.a_directory import a_copy, edit

PERMITS, CAPABILITY, ORDER = "access/permits.cedar", "access/capability.cedar", "access/order.cedar"
RULE = """
@id("{id}")
@title("A house rule")
@title_ja("社内の規則")
@next("Ask.")
@next_ja("相談してください。")
{rule};
"""


def a_rule(number: str, rule: str) -> str:
    """A rule to put at the end of a file."""
    return RULE.format(id=number, rule=rule)


def a_permit(number: str, demands: str, rule: str) -> str:
    """A permit to put at the end of a file."""
    return a_rule(number, f'@obligations("{demands}")\npermit {rule}')


def found(tmp_path: Path, *edits: tuple[str, str, str]) -> PolicyIncoherent:
    """What refuses the shipped policy with these edits: (file, old, new); an empty `old` adds `new` at the end."""
    directory = a_copy(tmp_path)
    for file, old, new in edits:
        if old:
            edit(directory, file, old, new)
        else:
            with (directory / file).open("a", encoding="utf-8") as text:
                text.write(new)
    with pytest.raises(PolicyIncoherent) as refused:
        load(directory)
    return refused.value


def says(refused: PolicyIncoherent, *, hole: str, limit: str, leak: str) -> Incoherence:
    """One of what was found names both, in both languages, with its leak (a part of the English one) and what to do."""
    fitting = [
        each for each in refused.found if (each.hole.id, each.limit.id) == (hole, limit) and leak in each.leak.en
    ]
    assert len(fitting) == 1, [(each.hole.id, each.limit.id, each.leak.en) for each in refused.found]
    one = fitting[0]
    for words in (one.text.ja, one.text.en):
        assert hole in words
        assert limit in words
        assert one.hole.file in words
        assert one.limit.file in words
    assert one.hole.title.ja in one.text.ja
    assert one.limit.title.ja in one.text.ja
    assert one.leak.ja in one.text.ja
    assert one.mend.en in one.text.en
    assert one.text.en.isascii()
    assert not one.leak.ja.isascii()
    assert "{" not in one.text.ja + one.text.en
    return one
