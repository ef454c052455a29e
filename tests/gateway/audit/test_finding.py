"""A finding has words in both languages, and the lowest are kept."""

import pytest

from gateway.audit.finding import FINDINGS_MAX, SHOWN_MAX, Finding, Findings, What, shown


@pytest.mark.parametrize("what", list(What))
def test_every_finding_has_words_in_both_languages(what: What) -> None:
    finding = Finding(what=what, seq=3, last=5, place="ファイル", day="2026-11-20", expected="a", found="b")
    text = finding.text()
    assert text.ja
    assert text.en.isascii()
    assert any(word in text.en for word in ("3", "\\u30d5"))
    data = finding.as_data()
    assert data["what"] == what.value
    assert (data["ja"], data["en"]) == (text.ja, text.en)


def test_a_finding_says_which_entry_and_what_was_expected() -> None:
    text = Finding(what=What.COLUMN, seq=7, place="person", expected="sato", found="suzuki").text()
    assert text.en == "entry 7: column person is not what its body says (expected sato, found suzuki)"
    assert text.ja == "記録 7 の列 person が本文と一致しません（正: sato / 現: suzuki）"
    assert Finding(what=What.DELETED, seq=3, last=5).text().en == "entry 3-5 was deleted"
    assert Finding(what=What.DELETED, seq=3, last=3).text().en == "entry 3 was deleted"


def test_values_are_short_and_braces_are_only_text() -> None:
    assert shown(b"\x01\x02") == "0102"
    assert shown(None) == "None"
    assert len(shown("x" * 500)) == SHOWN_MAX
    assert "{seq}" in Finding(what=What.COLUMN, seq=7, place="{seq}", expected="{ja}", found="%s").text().en


def test_the_findings_of_lowest_sequence_are_kept() -> None:
    findings = Findings()
    findings.add(Finding(what=What.KEY, place="vkey"))
    for seq in range(FINDINGS_MAX + 50, 0, -1):
        findings.add(Finding(what=What.CHANGED, seq=seq))
    kept = findings.in_order()
    assert len(kept) == FINDINGS_MAX
    assert [one.seq for one in kept[:3]] == [1, 2, 3]
    assert findings.left_out == 51
