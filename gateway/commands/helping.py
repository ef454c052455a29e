"""What `help` answers: what is offered, in the lists it stands in, and how one command is written. Pure."""

from collections.abc import Iterator

from gateway.authorization.commands.lists import ListedCommand, Offer, by_spelling
from gateway.authorization.commands.parameters import Kind, Parameter
from gateway.authorization.commands.unlisted import nearest
from gateway.authorization.commands.wording import place, usage
from gateway.commands import words
from gateway.menu.cells import pad, width, wrap
from gateway.menu.words import say
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text

INDENT = "  "
NAME_CELLS_MAX = 26


def help_on(about: str, offer: Offer, language: Language, columns: int) -> list[str]:
    """The lines for `help ABOUT`; about everything where it names nothing."""
    wanted = " ".join(about.split())
    if (command := by_spelling(offer.commands.values()).get(wanted)) is not None:
        return list(_of_command(command, offer, language, columns))
    near = {name: each for name, each in offer.commands.items() if wanted and wanted in name}
    if wanted and not near:
        return list(_of_none(wanted, offer, language, columns))
    return list(_of_offer(offer, language, columns, near or None))


def _of_none(wanted: str, offer: Offer, language: Language, columns: int) -> Iterator[str]:
    yield from wrap(say(words.NO_SUCH_HELP, language), columns)
    if found := nearest([wanted, wanted.split(" ")[0]], offer.commands):
        yield from wrap(f"{say(words.NEAREST, language)}: {', '.join(found)}", columns)


def _of_offer(
    offer: Offer, language: Language, columns: int, only: dict[str, ListedCommand] | None = None
) -> Iterator[str]:
    names = list(only or offer.commands)
    room = min(max((width(name) for name in names), default=0), NAME_CELLS_MAX)
    for each in offer.lists:
        listed = [command for command in each.commands if command.name in names]
        if listed:
            yield from wrap(f"[{say(each.text, language)}]", columns)
        for command in listed:
            yield from _row(command.name, _text(command, language), room, columns)
    if only is None:
        yield from wrap(f"[{say(words.OWN, language)}]", columns)
        for name, text in words.OWN_WORDS:
            yield from _row(name, say(text, language), room, columns)
    yield from wrap(say(words.HELP_ENDS, language), columns)


def _of_command(command: ListedCommand, offer: Offer, language: Language, columns: int) -> Iterator[str]:
    yield from wrap(f"{command.name}: {_text(command, language)}", columns)
    yield from wrap(f"{say(words.USAGE, language)}: {usage(command)}", columns)
    room = min(max((width(place(each)) for each in command.parameters), default=0), NAME_CELLS_MAX)
    for each in command.parameters:
        yield from _row(place(each), say(_about(each, offer), language), room, columns)
    if command.follow is not None:
        yield from _row("[follow]", say(words.FOLLOW, language), room, columns)
    yield from wrap(f"{say(words.RUNS, language)}: {_vector(command)}", columns)
    if command.edits:
        yield from wrap(say(words.EDITS, language), columns)


def _text(command: ListedCommand, language: Language) -> str:
    text = say(command.text, language)
    return f"{text} {say(words.PRIVILEGED, language)}" if command.privileged else text


def _vector(command: ListedCommand) -> str:
    """The listed vector, with parameters in braces."""
    said = [each if isinstance(each, str) else f"{each.before}{{{each.parameter}}}" for each in command.vector]
    return " ".join([*(["sudo", "-n"] if command.privileged else []), *said])


def _about(parameter: Parameter, offer: Offer) -> Text:
    """What a parameter takes."""
    text = parameter.text
    bounds = _bounds(parameter, offer)
    if bounds:
        text = Text(ja=f"{text.ja} ({bounds})", en=f"{text.en} ({bounds})")
    if parameter.options:
        also = ", ".join(parameter.options)
        text = Text(ja=f"{text.ja}、{also} とも書けます", en=f"{text.en}; also {also}")
    if parameter.default not in (None, ""):
        text = Text(
            ja=f"{text.ja}、省略時 {parameter.default}", en=f"{text.en}; {parameter.default} where it is left out"
        )
    return text


def _bounds(parameter: Parameter, offer: Offer) -> str:
    root = offer.roots.get(parameter.root) if parameter.root else None
    if root is not None:
        return ", ".join(root.paths)
    if parameter.named is not None:
        return ", ".join(offer.names.get(parameter.named, ()))
    return f"{parameter.minimum}-{parameter.maximum}" if parameter.kind is Kind.NUMBER else ""


def _row(name: str, text: str, room: int, columns: int) -> Iterator[str]:
    """`name   text`, the text beneath where the terminal is narrow."""
    beside = columns - len(INDENT) * 2 - room
    if beside >= NAME_CELLS_MAX and width(name) <= room:
        rows = wrap(text, beside)
        yield f"{INDENT}{pad(name, room)}{INDENT}{rows[0]}"
        for row in rows[1:]:
            yield f"{INDENT}{' ' * room}{INDENT}{row}"
        return
    yield f"{INDENT}{name}"
    for row in wrap(text, max(columns - len(INDENT) * 2, 2)):
        yield f"{INDENT}{INDENT}{row}"
