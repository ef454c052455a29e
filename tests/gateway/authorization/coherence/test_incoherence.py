from gateway.authorization.coherence.incoherence import Incoherence, Named, PolicyIncoherent, named
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.outcome import Text
from tests.gateway.authorization.a_request import the_policy


def a_pair(number: int = 1) -> Incoherence:
    limit = Named(id="SK-100", file="access/a.cedar", title=Text(ja="限る", en="limits"))
    hole = Named(id=f"SK-2{number:02}", file="access/b.cedar", title=Text(ja="漏らす", en="leaks"))
    return Incoherence(
        limit=limit, hole=hole, leak=Text(ja="何か", en="something."), mend=Text(ja="直す", en="Mend it.")
    )


def test_a_title_is_told_without_the_facts_of_a_request():
    title = named(the_policy().rules["SK-301"]).title
    assert title.en == "The order (its number) does not include a free shell, and the target holds personal data"
    assert "{" not in title.ja


def test_both_rules_their_files_and_the_leak_are_told_in_both_languages():
    refused = PolicyIncoherent((a_pair(),))
    assert isinstance(refused, PolicyUnfit)
    assert (refused.file, refused.key) == ("access/b.cedar", "SK-201")
    assert "SK-100" in refused.what
    assert refused.text.en.splitlines() == [
        "The policy cannot be loaded: its rules contradict.",
        "* SK-201 (leaks; access/b.cedar) undoes SK-100 (limits; access/a.cedar).",
        "  The leak that would remain: something.",
        "  -> Mend it.",
    ]
    assert (
        "・SK-201「漏らす」（access/b.cedar）が、SK-100「限る」（access/a.cedar）を無意味にします。" in refused.text.ja
    )


def test_of_many_only_the_first_are_told_and_the_rest_counted():
    refused = PolicyIncoherent(tuple(a_pair(number) for number in range(11)))
    assert len(refused.found) == 11
    assert refused.text.ja.splitlines()[-1] == "(+3)"
