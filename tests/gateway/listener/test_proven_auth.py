"""The pure parts; the messages themselves are attacked in tests/hostile/test_door_login.py."""

from gateway.listener.proven_auth import _is_text


def test_text_is_utf_8():
    assert _is_text("佐藤".encode())
    assert not _is_text(b"\xff")
