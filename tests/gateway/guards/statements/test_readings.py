"""Every reading of a relation is known, however often its common table is read."""

from gateway.guards.statements.readings import Readings


def test_a_relation_that_is_read_once_is_its_own_use():
    readings = Readings()
    number = readings.of("item", ("public", "customers"))
    assert list(readings.uses(number)) == [number]
    assert [each.place for each in readings.written] == [("public", "customers")]


def test_a_common_table_hands_on_each_reading_and_theirs():
    readings = Readings()
    number = readings.of("item", ("public", "customers"))
    first, second = readings.again(number), readings.again(number)
    third = readings.again(second)
    assert sorted(readings.uses(number)) == sorted([first, third])
    assert len({number, first, second, third, readings.number()}) == 5
