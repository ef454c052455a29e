"""What could stand where the cursor is: names, values that the policy names, and paths, which only the target knows. Pure.

A line with quotes is not completed: whoever quotes means it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gateway.authorization.commands.line import FOLLOW, named
from gateway.authorization.commands.lists import ListedCommand, Offer
from gateway.authorization.commands.parameters import PATHS, Kind, Parameter
from gateway.authorization.commands.roots import Root
from gateway.authorization.commands.words import Word, is_bare
from gateway.vocabulary.outcome import Text

_TIMES = ("today", "yesterday", "30min", "2h", "1d")
_FOLLOW_HELP = Text(ja="追い続ける", en="keep watching")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """`text` takes the place of the last `replaces` letters before the cursor."""

    text: str
    replaces: int
    help: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsPath:
    """The target is to be asked: names in `folder` that begin with `prefix`; a name takes the place of the prefix's letters."""

    parameter: Parameter
    folder: str
    prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """What is known here, and what the target would have to be asked."""

    words: tuple[Candidate, ...] = ()
    path: NeedsPath | None = None


NONE = Candidates()


def complete(before: str, offer: Offer) -> Candidates:
    """Candidates for the text before the cursor."""
    if not all(letter == " " or is_bare(letter) for letter in before):
        return NONE
    *done, current = before.lstrip(" ").split(" ")
    words = [Word(text=each, bare=each) for each in done if each]
    found = named(words, offer.commands.values())
    names = tuple(_names(before.lstrip(" "), offer))
    if found is None:
        return Candidates(words=names)
    arguments = _arguments(found[0], [word.text for word in found[1]], current, offer)
    return Candidates(words=(*names, *arguments.words), path=arguments.path)


def _names(typed: str, offer: Offer) -> Iterator[Candidate]:
    for name, command in offer.commands.items():
        if name.startswith(typed) and name != typed.rstrip(" "):
            yield Candidate(text=name, replaces=len(typed), help=command.text)


def _arguments(command: ListedCommand, given: Sequence[str], current: str, offer: Offer) -> Candidates:
    last = given[-1] if given else ""
    parameter = _spelled(command, last) if last.startswith("-") else None
    if parameter is not None and parameter.kind is not Kind.FLAG:
        return _values(parameter, current, offer)
    name, equals, value = current.partition("=")
    parameter = _spelled(command, name) if equals else None
    if parameter is not None:
        return _values(parameter, value, offer)
    free = _free(command, given)
    positional = next((each for each in free if each.kind is not Kind.FLAG), None)
    values = NONE if positional is None else _values(positional, current, offer)
    return Candidates(words=(*values.words, *_words(command, free, given, current)), path=values.path)


def _words(
    command: ListedCommand, free: Iterable[Parameter], given: Sequence[str], current: str
) -> Iterator[Candidate]:
    """`name=` for what has a value, the name of a flag, `follow`."""
    for each in free:
        text = each.name if each.kind is Kind.FLAG else f"{each.name}="
        if text.startswith(current):
            yield Candidate(text=text, replaces=len(current), help=each.text)
    if command.follow is not None and not FOLLOW & set(given) and "follow".startswith(current):
        yield Candidate(text="follow", replaces=len(current), help=_FOLLOW_HELP)


def _spelled(command: ListedCommand, word: str) -> Parameter | None:
    return next((each for each in command.parameters if word == each.name or word in each.options), None)


def _is_given(parameter: Parameter, given: Sequence[str]) -> bool:
    spellings = (parameter.name, *parameter.options)
    return any(word.partition("=")[0] in spellings for word in given)


def _free(command: ListedCommand, given: Sequence[str]) -> list[Parameter]:
    """The parameters that have no value yet, neither by name nor by position."""
    free = [each for each in command.parameters if not _is_given(each, given)]
    bare = len(given)
    for at, word in enumerate(given):
        parameter = _spelled(command, word.partition("=")[0])
        takes_next = (
            parameter is not None and parameter.kind is not Kind.FLAG and word.startswith("-") and "=" not in word
        )
        bare -= (parameter is not None or word in FOLLOW) + (takes_next and at + 1 < len(given))
    filled = [each for each in free if each.kind is not Kind.FLAG][: max(bare, 0)]
    return [each for each in free if each not in filled]


def _values(parameter: Parameter, typed: str, offer: Offer) -> Candidates:
    if parameter.kind in PATHS:
        return _paths(parameter, typed, offer.roots.get(parameter.root or ""))
    found = (each for each in _known(parameter, offer) if each.startswith(typed))
    return Candidates(words=tuple(Candidate(text=each, replaces=len(typed), help=parameter.text) for each in found))


def _known(parameter: Parameter, offer: Offer) -> tuple[str, ...]:
    match parameter.kind:
        case Kind.CHOICE:
            return tuple(each.word for each in parameter.choices)
        case Kind.NAMED | Kind.UNIT if parameter.named is not None:
            return offer.names.get(parameter.named, ())
        case Kind.UNIT:
            return tuple(each for names in offer.names.values() for each in names if each.endswith(".service"))
        case Kind.TIME:
            return _TIMES
    return ()


def _paths(parameter: Parameter, typed: str, root: Root | None) -> Candidates:
    if root is None or not root.paths:
        return NONE
    folder, slash, prefix = typed.rpartition("/")
    if not typed.startswith("/"):
        folder = f"{root.paths[0]}/{folder}" if folder else root.paths[0]
        return Candidates(path=_asked(parameter, folder, prefix, root))
    above = [each for each in root.paths if each.startswith(typed)]
    words = tuple(Candidate(text=f"{each}/", replaces=len(typed), help=parameter.text) for each in above)
    return Candidates(words=words, path=_asked(parameter, folder, prefix, root) if slash else None)


def _asked(parameter: Parameter, folder: str, prefix: str, root: Root) -> NeedsPath | None:
    return NeedsPath(parameter=parameter, folder=folder, prefix=prefix) if root.admits(folder) else None
