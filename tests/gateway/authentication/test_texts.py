import pytest

from gateway.authentication import code, password, texts
from gateway.vocabulary.outcome import Text

TEXTS = {name: value for name, value in vars(texts).items() if isinstance(value, Text) and not name.startswith("_")}
TEXTS |= {"used_code": texts.used_code(17), "locked": texts.locked(299)}


@pytest.mark.parametrize("name", TEXTS)
def test_R95_every_text_says_what_what_next_and_whom_to_ask_in_both_languages(name):
    text = TEXTS[name]
    assert text.ja.count("。") >= 3, "what, what next, whom to ask"
    assert "お問い合わせ先: " in text.ja
    assert "Whom to ask: " in text.en
    assert "ください" in text.ja
    assert not text.ja.isascii()


@pytest.mark.parametrize("name", TEXTS)
def test_R95_the_english_text_is_printable_ascii_in_one_line(name):
    assert TEXTS[name].en.isascii()
    assert TEXTS[name].en.isprintable()
    assert TEXTS[name].ja.isprintable()


@pytest.mark.parametrize(
    "name", sorted(TEXTS.keys() - {"SUSPENDED", "REVOKED", "CONTRACT_ENDED", "NOT_ENGINEER", "OPENING"})
)
def test_R95_nothing_said_before_all_is_proved_speaks_of_an_account_in_particular(name):
    for telling in ("停止中", "廃止", "契約", "suspended", "revoked", "contract", "recognised", "unknown", "no such"):
        assert telling not in TEXTS[name].both()


def test_R16_a_used_code_names_the_seconds_and_a_lock_its_time():
    assert "17秒後" in texts.used_code(17).ja
    assert "17 s" in texts.used_code(17).en
    assert "あと4分59秒" in texts.locked(299).ja
    assert "4 min 59 s" in texts.locked(299).en
    assert "0 min 0 s" in texts.locked(-5).en


def test_no_two_texts_are_one():
    assert len({text.both() for text in TEXTS.values()}) == len(TEXTS)


@pytest.mark.parametrize("question", [code.QUESTION, password.QUESTION])
def test_R95_a_question_survives_a_client_that_drops_all_but_ascii(question):
    seen = "".join(letter for letter in question if letter.isascii())
    assert seen.startswith(("One-time code", "Password"))
    assert not question.isascii()
    assert question.endswith(": ")
