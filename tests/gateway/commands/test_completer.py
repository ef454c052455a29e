import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from gateway.commands.completer import TypedCompleter
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import TargetError
from tests.gateway.authorization.commands.an_offer import an_offer


class Folder:
    def __init__(self, *names):
        self.names, self.asked = names, []

    def names_in(self, parameter, folder, prefix):
        self.asked.append((parameter.name, folder, prefix))
        if not self.names:
            raise TargetError("gone")
        return self.names


def found(typed, folder):
    completer = TypedCompleter(an_offer(), folder, lambda: Language.ENGLISH)
    return [(each.text, each.start_position) for each in completer.get_completions(Document(typed), CompleteEvent())]


def test_names_of_commands_and_the_gate_s_own_words():
    assert ("uptime ", -3) in found("upt", Folder())
    assert ("help", -2) in found("he", Folder())
    assert ("tail ", -2) in found("help ta", Folder())


def test_a_blank_follows_what_is_the_only_one_unless_the_word_goes_on():
    assert found("tail sysl", Folder("syslog")) == [("syslog ", -4)]
    assert found("tail ap", Folder("apt/")) == [("apt/", -2)]
    assert found("tail syslog li", Folder("x")) == [("lines=", -2)]
    assert {text for text, _ in found("config", Folder())} == {"config ls", "config view", "config grep", "config edit"}


def test_R05_a_name_that_a_listing_masks_is_not_offered():
    assert found("tail ap", Folder("ap 090-1234-5678", "ap.log", "ap-taro.yamada@example.jp")) == [("ap.log ", -2)]


@pytest.mark.parametrize(("names", "count"), [(("app.log", "apt/"), 2), ((), 0)])
def test_paths_are_asked_of_the_target_and_one_that_is_gone_has_none(names, count):
    folder = Folder(*names)
    assert len([each for each in found("tail ap", folder) if each[1] == -2]) == count
    assert folder.asked == [("file", "/var/log", "ap")]
