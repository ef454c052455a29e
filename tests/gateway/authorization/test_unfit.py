"""A refusal to load names file, key and the nearest valid one, in both languages."""

from gateway.authorization.unfit import PolicyUnfit, nearest
from gateway.vocabulary.outcome import GatewayFault


def test_it_names_file_key_and_nearest() -> None:
    unfit = PolicyUnfit("limits.toml", "order.window_hour_max", "unknown key", valid=["window_hours_max", "other"])
    assert isinstance(unfit, GatewayFault)
    assert (unfit.file, unfit.key, unfit.nearest) == ("limits.toml", "order.window_hour_max", "window_hours_max")
    assert unfit.text is not None
    for text in (unfit.text.ja, unfit.text.en, str(unfit)):
        assert "limits.toml" in text
        assert "order.window_hour_max" in text
        assert "window_hours_max" in text
    assert unfit.text.en.isascii()


def test_nothing_near_is_said_to_be_near() -> None:
    assert nearest("zzzzz", ["window_hours_max"]) is None
    assert nearest("x", []) is None
    assert "nearest" not in str(PolicyUnfit("a", "b", "c"))
