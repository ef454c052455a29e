"""A typed line becomes an invocation of one offered command, or a refusal that says what to do. Pure.

Invariant: whatever the line, the vector of an invocation is its command's listed vector, each slot filled with a value that its
parameter's reader accepted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from gateway.authorization.commands.invocation import Invocation, Refused, Why
from gateway.authorization.commands.lists import ListedCommand, Offer, Slot, by_spelling
from gateway.authorization.commands.parameters import Kind, Parameter
from gateway.authorization.commands.unlisted import unlisted
from gateway.authorization.commands.values import Value, value_of
from gateway.authorization.commands.wording import refused, shown
from gateway.authorization.commands.words import Word, words_of

NAME_WORDS_MAX = 3
FOLLOW = frozenset({"follow", "-f", "-F", "--follow"})


def invocation_of(line: str, offer: Offer) -> Invocation | Refused:
    """The invocation the line asks for, or why there is none."""
    words = words_of(line)
    if isinstance(words, Refused):
        return words
    found = named(words, offer.commands.values())
    if found is None:
        return unlisted(words, offer)
    command, rest = found
    given = _Given(command=command)
    wrong = given.take_all(rest)
    if wrong is not None:
        return wrong
    values = _values(given, offer)
    if isinstance(values, Refused):
        return values
    lost = given.lost()
    if lost is not None:
        return lost
    return Invocation(command=command, values=values, follow=given.follow)


def named(words: Sequence[Word], commands: Iterable[ListedCommand]) -> tuple[ListedCommand, Sequence[Word]] | None:
    """The command with the longest name that the line begins with, and the words behind it."""
    spelled = by_spelling(commands)
    for count in range(min(NAME_WORDS_MAX, len(words)), 0, -1):
        command = spelled.get(" ".join(word.text for word in words[:count]))
        if command is not None and all(word.is_bare for word in words[:count]):
            return command, words[count:]
    return None


@dataclass(slots=True, kw_only=True)
class _Given:
    """What was given for each parameter, by name, as typed."""

    command: ListedCommand
    typed: dict[str, str] = field(default_factory=dict)
    follow: bool = False

    def take_all(self, words: Sequence[Word]) -> Refused | None:
        """Puts every word in its place; the first that has none is refused."""
        rest = list(words)
        while rest:
            wrong = self._take(rest.pop(0), rest)
            if wrong is not None:
                return wrong
        return None

    def _take(self, word: Word, rest: list[Word]) -> Refused | None:
        if not word.is_bare and "=" not in word.bare:
            return self._positional(word)
        if word.text in FOLLOW and self.command.follow is not None:
            return self._follow(word)
        name, equals, value = word.text.partition("=")
        parameter = self._meant(name)
        if parameter is None:
            return self._dashed(word) if word.text.startswith("-") else self._positional(word)
        if equals:
            return self._set(parameter, value, word)
        if parameter.kind is Kind.FLAG:
            return self._set(parameter, "", word)
        if not name.startswith("-"):  # a value that happens to be spelled like a parameter
            return self._positional(word)
        return self._set(parameter, rest.pop(0).text, word) if rest else self._missing(parameter)

    def _dashed(self, word: Word) -> Refused | None:
        """`-la` for `-l -a`, `-n20` and `-20` for `-n 20`; any other word with a dash is an option nobody listed."""
        each = [self._meant(f"-{letter}") for letter in word.text[1:]]
        flags = [parameter for parameter in each if parameter is not None and parameter.kind is Kind.FLAG]
        if flags and len(flags) == len(each):
            wrong = (self._set(parameter, "", word) for parameter in flags)
            return next((refusal for refusal in wrong if refusal is not None), None)
        digits = word.text[1:]
        is_short = digits.isascii() and digits.isdigit()
        number, value = (self._meant("-n"), digits) if is_short else (self._meant(word.text[:2]), word.text[2:])
        if number is not None and number.kind is Kind.NUMBER:
            return self._set(number, value, word)
        return self._option(word)

    def _meant(self, name: str) -> Parameter | None:
        return next((each for each in self.command.parameters if name == each.name or name in each.options), None)

    def _set(self, parameter: Parameter, value: str, word: Word) -> Refused | None:
        if parameter.name in self.typed:
            return self._surplus(word)
        self.typed[parameter.name] = value
        return None

    def _follow(self, word: Word) -> Refused | None:
        if self.follow:
            return self._surplus(word)
        self.follow = True
        return None

    def _positional(self, word: Word) -> Refused | None:
        free = (each for each in self.command.parameters if each.kind is not Kind.FLAG and each.name not in self.typed)
        parameter = next(free, None)
        return self._surplus(word) if parameter is None else self._set(parameter, word.text, word)

    def _surplus(self, word: Word) -> Refused:
        was = shown(word.text)
        return refused(
            Why.SURPLUS, f"余分な指定です: {was.ja}", f"There is no place for: {was.en}", command=self.command
        )

    def _option(self, word: Word) -> Refused:
        was = shown(word.text)
        options = " ".join(option for each in self.command.parameters for option in each.options) or "-"
        return refused(
            Why.OPTION,
            f"オプション {was.ja} は使えません。使えるオプション: {options}",
            f"The option {was.en} cannot be used. Possible: {options}",
            command=self.command,
        )

    def _missing(self, parameter: Parameter) -> Refused:
        return refused(
            Why.MISSING,
            f"{parameter.name}（{parameter.text.ja}）がありません。",
            f"{parameter.name} ({parameter.text.en}) is missing.",
            command=self.command,
        )

    def lost(self) -> Refused | None:
        """The refusal of what was given and has no place while following."""
        if not self.follow or self.command.follow is None:
            return None
        kept = {each.parameter for each in self.command.follow if isinstance(each, Slot)} | {self.command.reads}
        name = next((each for each in self.typed if each not in kept), None)
        return None if name is None else self._surplus(Word(text=f"{name} (follow)", bare=""))

    def missing(self) -> Refused | None:
        """The first parameter without which the command does not run and that was not given."""
        absent = (each for each in self.command.parameters if not each.optional and each.name not in self.typed)
        parameter = next(absent, None)
        return None if parameter is None else self._missing(parameter)


def _values(given: _Given, offer: Offer) -> Mapping[str, Value] | Refused:
    missing = given.missing()
    if missing is not None:
        return missing
    values: dict[str, Value] = {}
    for parameter in given.command.parameters:
        typed = given.typed.get(parameter.name, parameter.default)
        if typed is None:
            continue
        value = value_of(given.command, parameter, str(typed), offer)
        if isinstance(value, Refused):
            return value
        values[parameter.name] = value
    return MappingProxyType(values)
