import pytest

from gateway.metrics.families import Family, Kind, Label, by_word, plain

LABEL = Label(name="door", words=frozenset({"shell", "database"}))
GAUGE = Family(name="sekisho_freezes", kind=Kind.GAUGE, says="x", label=LABEL)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("freezes", Kind.GAUGE), ("sekisho_", Kind.GAUGE), ("sekisho_Freezes", Kind.GAUGE), ("sekisho_a-b", Kind.GAUGE),
        ("sekisho_a\n", Kind.GAUGE), ("sekisho_a_total", Kind.GAUGE), ("sekisho_a", Kind.COUNTER),
    ],
)  # fmt: skip
def test_a_name_that_breaks_the_rule_of_names_is_refused(name, kind):
    with pytest.raises(ValueError, match="name"):
        Family(name=name, kind=kind, says="x")


@pytest.mark.parametrize("says", ["", "two\nlines", "a \\ b"])
def test_what_it_says_is_one_plain_line(says):
    with pytest.raises(ValueError, match="says"):
        Family(name="sekisho_x", kind=Kind.GAUGE, says=says)


@pytest.mark.parametrize("word", ["", "a b", 'a"b', "a\\b", "a\nb", "山田", "x" * 65])
def test_a_labels_words_need_no_escaping(word):
    with pytest.raises(ValueError, match="no value"):
        Label(name="x", words=frozenset({word}))


@pytest.mark.parametrize("name", ["le", "", "A", "a-b"])
def test_a_label_has_a_name_of_its_own(name):
    with pytest.raises(ValueError, match="no name"):
        Label(name=name, words=frozenset())


def test_a_histogram_has_no_label_but_its_bounds():
    with pytest.raises(ValueError, match="bounds only"):
        Family(name="sekisho_x", kind=Kind.HISTOGRAM, says="x", label=LABEL)


@pytest.mark.parametrize("word", ["sato", "山田", "shell2", ""])
def test_a_word_nobody_declared_never_becomes_a_label(word):
    with pytest.raises(ValueError, match="knows no"):
        by_word(GAUGE, {"shell": 1.0, word: 1.0})


def test_words_come_sorted():
    assert [sample.word for sample in by_word(GAUGE, {"shell": 1.0, "database": 2.0})] == ["database", "shell"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="no number"):
        by_word(GAUGE, {"shell": value})


def test_a_counter_is_never_below_nothing():
    counter = Family(name="sekisho_x_total", kind=Kind.COUNTER, says="x")
    assert plain(counter, 0.0)[0].value == 0
    with pytest.raises(ValueError, match="no number"):
        plain(counter, -1.0)


def test_a_family_with_a_label_has_no_plain_sample():
    with pytest.raises(ValueError, match="more than one"):
        plain(GAUGE, 1.0)
