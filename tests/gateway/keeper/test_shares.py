import os
from dataclasses import replace
from itertools import combinations

import pytest

from gateway.keeper.shares import ShareRefused, key_check, master_of, read, written
from gateway.vocabulary.secret import Secret


@pytest.fixture(scope="module")
def master():
    return Secret(os.urandom(32))


def texts(shares):
    return [share.reveal().decode() for share in shares]


def test_any_two_custodians_have_the_key(master):
    shares = [read(share) for share in written(master, 4)]
    for pair in combinations(shares, 2):
        assert master_of(pair).reveal() == master.reveal()
        assert master_of(pair[::-1]).reveal() == master.reveal()


def test_a_share_is_eighty_letters_in_groups_of_four(master):
    for text in texts(written(master, 3)):
        groups = text.split("-")
        assert len(groups) == 20
        assert {len(group) for group in groups} == {4}


def test_it_may_be_typed_as_people_type(master):
    first, second = texts(written(master, 2))
    loose = first.lower().replace("-", " ").replace("o", "0").replace("i", "1").replace("b", "8")
    found = master_of([read(Secret(f" {loose}\n".encode())), read(Secret(second.replace("-", "").encode()))])
    assert found.reveal() == master.reveal()


def test_every_slip_of_one_letter_is_told(master):
    text = texts(written(master, 2))[0]
    for place, letter in enumerate(text):
        if letter != "-":
            wrong = text[:place] + ("A" if letter != "A" else "B") + text[place + 1 :]
            with pytest.raises(ShareRefused, match="not typed"):
                read(Secret(wrong.encode()))


def test_letters_that_change_places_are_told(master):
    text = texts(written(master, 2))[0].replace("-", "")
    for place in range(len(text) - 1):
        wrong = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        if wrong != text:
            with pytest.raises(ShareRefused):
                read(Secret(wrong.encode()))


@pytest.mark.parametrize("text", ["", "A", "あ" * 80, "=" * 80, "A" * 80, "A" * 81, "\x00" * 80])
def test_what_is_no_share_is_refused_in_words(text):
    with pytest.raises(ShareRefused) as refused:
        read(Secret(text.encode()))
    assert refused.value.text is not None


def test_shares_that_do_not_belong_together_are_refused_in_words(master):
    one, other = ([read(share) for share in written(master, 2)] for _ in range(2))
    strange = read(written(Secret(os.urandom(32)), 2)[1])
    made_up = replace(one[1], share=replace(one[1].share, value=Secret(bytes(32))))
    pairs = {
        "not of one split": ([one[0], other[1]], [one[0], strange]),
        "two custodians": ([one[0], one[0]], [one[0]]),
        "made up": ([one[0], made_up],),
    }
    for why, pair in ((why, pair) for why, wrong in pairs.items() for pair in wrong):
        with pytest.raises(ShareRefused, match=why) as refused:
            master_of(pair)
        assert refused.value.text is not None


def test_the_check_names_a_key_and_is_no_part_of_it(master):
    assert key_check(master) == key_check(Secret(master.reveal()))
    assert key_check(master) != key_check(Secret(os.urandom(32)))
    assert key_check(master) not in master.reveal()
