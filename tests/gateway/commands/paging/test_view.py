import pytest
from prompt_toolkit.formatted_text import fragment_list_to_text
from prompt_toolkit.utils import get_cwidth

from gateway.commands.keys import Key
from gateway.commands.paging.view import fragments
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text
from tests.gateway.commands.paging.test_reading import a_text, read


def picture(state, kept, notice=None, language=Language.ENGLISH):
    return fragment_list_to_text(fragments(state, kept, notice, language)).split("\n")


def test_where_one_is_stands_at_the_foot():
    kept = a_text()
    assert (
        picture(read(kept, columns=80), kept)[-1].rstrip()
        == "lines 1-5/100  Space on  b back  / search  n next  q leave  h help"
    )
    assert picture(read(kept, "G", columns=40), kept)[-1].startswith("lines 96-100/100 (end)  q leave")
    waiting = a_text(10, ended=False)
    assert "more comes" in picture(read(waiting, columns=80), waiting)[-1]
    assert "reading (any key stops)" in picture(read(waiting, "G", columns=80), waiting)[-1]


def test_what_is_searched_is_marked():
    kept = a_text()
    told = fragments(read(kept, "/", "i", "n", Key.ENTER, columns=40), kept, None, Language.ENGLISH)
    assert ("class:found", "in") in told
    assert picture(read(kept, "/", "a"), kept)[-1].startswith("/a")
    assert picture(read(kept, "/", "#", Key.ENTER), kept)[-1].startswith("not found")


def test_a_notice_takes_the_foot():
    kept = a_text()
    assert picture(read(kept), kept, Text(ja="残り5分", en="5 minutes"))[-1].startswith("5 minutes")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("columns", "rows"), [(2, 1), (9, 3), (40, 12), (80, 23), (200, 60)])
@pytest.mark.parametrize("keys", [[], ["h"], ["/", "山"], ["G"]])
def test_every_size_has_its_picture(language, columns, rows, keys):
    kept = a_text(30, line="{} 山田さんの行\u0301")
    shown = picture(read(kept, *keys, columns=columns, rows=rows), kept, language=language)
    assert len(shown) == rows + 1
    assert all(get_cwidth(row) <= columns for row in shown)
