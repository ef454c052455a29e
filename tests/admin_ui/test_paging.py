import pytest

from admin_ui.paging import NUMBER_MAX, SIZE, Paged, Wanted, cut


@pytest.mark.parametrize(
    ("given", "number"),
    [({}, 1), ({"page": "3"}, 3), ({"page": "0"}, 1), ({"page": "-1"}, 1), ({"page": "x"}, 1), ({"page": "٣"}, 1),
     ({"page": "99999999999999999999"}, 1), ({"page": "9999999"}, NUMBER_MAX), ({"page": ""}, 1)],
)  # fmt: skip
def test_the_number_of_the_address(given, number):
    assert Wanted.of(given).number == number


def test_the_parts_of_a_list_are_the_list():
    items = list(range(SIZE * 2 + 1))
    parts = [cut(items, Wanted(number=number)) for number in (1, 2, 3, 4)]
    assert [item for part in parts for item in part.items] == items
    assert [(part.first, part.last) for part in parts] == [(1, 50), (51, 100), (101, 101), (0, 150)]
    assert {part.pages for part in parts} == {3}


def test_an_empty_list_has_one_part():
    assert Paged(items=(), wanted=Wanted(), total=0).pages == 1
