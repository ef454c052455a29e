from gateway.space import texts


def test_R11_both_say_what_happened_what_to_do_and_that_it_comes_back() -> None:
    for text in (texts.NO_ROOM, texts.ENDING_FULL):
        assert text.en.isascii()
        assert "disk" in text.en
        assert "Tell the system administrator" in text.en
        assert "ディスク" in text.ja
        assert "システム管理者に連絡" in text.ja
    assert "by themselves" in texts.NO_ROOM.en
    assert "自動的に再開" in texts.NO_ROOM.ja
