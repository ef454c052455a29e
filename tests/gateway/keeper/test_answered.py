from gateway.keeper.answered import Answers, _parts
from gateway.keeper.requests import CodeVerify, PasswordVerify
from gateway.keeper.standing import Door, Standing

SATO = {"username": "sato", "terminal": "T-1"}


def standing() -> Standing:
    return Standing(door=Door.SESSION, connection="C-1", uid=0)


def heard(answers: Answers, at: Standing, password: str = "secret", code: str = "123456") -> bytes | None:
    answers.password_was_right(at, PasswordVerify(password=password, **SATO))
    answers.code_was_right(at, CodeVerify(code=code, **SATO))
    return answers.of(at)


def test_the_same_answers_have_the_same_digest_and_others_another() -> None:
    answers = Answers()
    known = heard(answers, standing())
    assert known == answers.shown(**SATO, password="secret", code="123456")
    others = [
        answers.shown(**SATO, password="secret1", code="23456"),
        answers.shown(**SATO, password="secret", code="123457"),
        answers.shown(username="sato", terminal="T-2", password="secret", code="123456"),
        answers.shown(username="satoT", terminal="-1", password="secret", code="123456"),
        answers.shown(username="suzuki", terminal="T-1", password="secret", code="123456"),
    ]
    assert known not in others
    assert len(set(others)) == len(others)


def test_no_two_sets_of_answers_read_alike() -> None:
    assert _parts("sato", "T-1") != _parts("satoT", "-1")
    assert _parts("sato", "") != _parts("", "sato")


def test_another_keeper_knows_nothing_of_it() -> None:
    assert heard(Answers(), standing()) != heard(Answers(), standing())


def test_a_code_without_a_password_is_not_remembered() -> None:
    answers, at = Answers(), standing()
    answers.code_was_right(at, CodeVerify(code="123456", **SATO))
    assert answers.of(at) is None


def test_a_password_alone_is_not_remembered() -> None:
    answers, at = Answers(), standing()
    answers.password_was_right(at, PasswordVerify(password="secret", **SATO))
    assert answers.of(at) is None


def test_the_office_has_none() -> None:
    answers, at = Answers(), standing()
    answers.password_was_right(at, PasswordVerify(username="sato", terminal=None, password="secret"))
    answers.code_was_right(at, CodeVerify(username="sato", terminal=None, code="123456"))
    assert answers.of(at) is None
