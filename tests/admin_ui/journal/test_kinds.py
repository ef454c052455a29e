"""What stands in the choice of kinds: no name without words, no word with a hole."""

from admin_ui.journal.kinds import told
from gateway.wiring.office_journal_search import kinds
from gateway.wiring.office_sentences import SENTENCES


def test_R95_every_kind_is_told_in_words():
    assert [kind for kind in kinds() if told(kind).ja == kind and kind in SENTENCES] == []
    for kind in kinds():
        for text in (told(kind).ja, told(kind).en):
            assert text.startswith(kind) and "{" not in text and "}" not in text and "（）" not in text, text


def test_facts_in_brackets_are_left_out_and_others_are_dots():
    assert told("session.cut").ja == "session.cut: セッション … を切断しました。理由: …"
    assert told("session.cut").en == "session.cut: Cut session …. Reason: …"
    assert told("login.completed").ja == "login.completed: ログインしました。"
    assert told("office.committed").ja == "office.committed: 台帳を変更しました。"
    assert told("no.such").en == "no.such"
