from gateway.disclosure.verdict import Over, Warn, Why, Within
from gateway.vocabulary.outcome import Text

WORDS = Text(ja="上限", en="cap")


def test_three_answers_that_nobody_takes_for_one_another():
    answers = [Within(), Warn(text=WORDS), Over(text=WORDS, why=Why.BUDGET)]
    assert len({type(each) for each in answers}) == 3
    assert Over(text=WORDS, why=Why.BUDGET) != Over(text=WORDS, why=Why.FOREIGN)


def test_the_words_are_stable():
    assert {each.value for each in Why} == {"budget", "frozen", "foreign"}
