from gateway.wiring import office_reading


def test_every_shape_of_the_lists_is_handed_on() -> None:
    assert all(hasattr(office_reading, name) for name in office_reading.__all__)
