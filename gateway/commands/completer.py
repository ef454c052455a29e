"""Completion at the prompt: what the offer knows, and what is in a folder of the target, asked by the runner."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, Protocol

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from gateway.authorization.commands.lists import Offer
from gateway.authorization.commands.parameters import Parameter
from gateway.commands.completion import NeedsPath, complete
from gateway.commands.words import OWN_WORDS
from gateway.guards.masking import Controls, Masker
from gateway.menu.words import say
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import TargetError, Text

_HELP: Final = "help "
_OPEN: Final = ("/", "=", " ")  # after these the word goes on
_OWN: Final[Mapping[str, Text]] = MappingProxyType({name.partition(" ")[0]: text for name, text in OWN_WORDS})


class Names(Protocol):
    """Who can ask the target: `running.runner.Runner`."""

    def names_in(self, parameter: Parameter, folder: str, prefix: str) -> tuple[str, ...]:
        """What is in a folder; folders end in `/`. Raises TargetError."""


class TypedCompleter(Completer):
    """Asked on a thread beside the prompt; a target that does not answer gives no candidates (the gate hears of it itself)."""

    def __init__(self, offer: Offer, names: Names, language: Callable[[], Language]) -> None:
        self._offer, self._names, self._language = offer, names, language

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """What may stand at the cursor; a blank behind it, as shells do, where nothing else may stand there."""
        del complete_event
        found = list(self._found(document.text_before_cursor.lstrip(" ")))
        if len(found) == 1 and not found[0].text.endswith(_OPEN):
            found = [Completion(f"{found[0].text} ", found[0].start_position, found[0].display, found[0].display_meta)]
        return found

    def _found(self, typed: str) -> Iterator[Completion]:
        if typed.startswith(_HELP):
            yield from self._commands(typed.removeprefix(_HELP))
            return
        for name, text in _OWN.items():
            if name.startswith(typed):
                yield self._candidate(name, len(typed), text)
        found = complete(typed, self._offer)
        for each in found.words:
            yield self._candidate(each.text, each.replaces, each.help)
        if found.path is not None:
            yield from self._paths(found.path)

    def _commands(self, typed: str) -> Iterator[Completion]:
        for name, command in self._offer.commands.items():
            if name.startswith(typed):
                yield self._candidate(name, len(typed), command.text)

    def _paths(self, path: NeedsPath) -> Iterator[Completion]:
        try:
            names = self._names.names_in(path.parameter, path.folder, path.prefix)
        except TargetError:
            return
        for name in filter(_is_shown, names):
            yield Completion(name, start_position=-len(path.prefix))

    def _candidate(self, text: str, replaces: int, about: Text) -> Completion:
        return Completion(text, start_position=-replaces, display_meta=say(about, self._language()))


def _is_shown(name: str) -> bool:
    """A name that would be masked in a listing is not offered: it could only be offered in clear."""
    masker, data = Masker(controls=Controls.SPELLED), name.encode(errors="replace")
    return masker.feed(data).data + masker.close().data == data
