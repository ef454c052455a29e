from gateway.listener.jump.jump_texts import no_account


def test_R95_it_says_which_accounts_do_and_whom_to_ask():
    text = no_account("build-host", ("maint", "deploy"))
    assert "maint, deploy" in text.ja
    assert "maint@build-host" in text.ja
    assert "maint, deploy" in text.en
    assert "supervisor" in text.en
    assert text.en.isascii()


def test_without_any_it_invents_none():
    assert "ACCOUNT@build-host" in no_account("build-host", ()).en
