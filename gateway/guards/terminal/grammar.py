"""Text -> tokens: ECMA-48 §5 by Paul Williams' state machine of DEC's terminals, with xterm's answers where that is silent.

Within a sequence C0 controls act at once and the sequence goes on; CAN and SUB end it; ESC, a C1 control and whatever is not
ASCII end it and begin anew. A string goes on to ST, CAN, SUB or any ESC, an OSC also to BEL, a title to any control. One state
between two calls, whose memory is bounded: a sequence by SEQUENCE_MAX, a string by its head.

A DOUBTFUL mark (`decoding`) is text. It also begins the string or sequence whose 8-bit spelling its byte is, if text follows:
such spellings are noticed where the encoding has none. Such a string ends at any control, so that text in another encoding,
which is full of these bytes, hides at most the rest of its line.
"""

import re
from collections.abc import Callable
from typing import Final

from gateway.guards.terminal import borders
from gateway.guards.terminal.borders import HASTY
from gateway.guards.terminal.decoding import DOUBTFUL
from gateway.guards.terminal.kinds import INTRODUCERS
from gateway.guards.terminal.tokens import CAN, ESC, SUB, Broken, Control, Escape, Sequence, String, Text, Token
from gateway.guards.terminal.withheld import Withheld

SEQUENCE_MAX: Final = 256
_TO_LETTER = 0x40  # from a C1 control to the letter behind ESC, ECMA-48 §5.3
_BODY = re.compile(r"[ -?]*")
_HEX: Final = frozenset("0123456789abcdefABCDEF")
_LINUX_COLOUR_LETTERS = 8  # of `P nrrggbb`

_State = Callable[[str, int], int]


class Tokenizer:
    """Fed by one thread. `odd` finds the next character that is more than text: HASTY or STRICT."""

    def __init__(self, odd: re.Pattern[str] = HASTY) -> None:
        self._odd = odd
        self._tokens: list[Token] = []
        self._state: _State = self._ground
        self._begun = ""  # an escape or control sequence from its ESC on
        self._doubtful = False
        self._overlong: Withheld | None = None
        self._string: Withheld | None = None
        self._introducer = ""
        self._end = borders.end_of("")

    @property
    def at_rest(self) -> bool:
        """True if nothing was begun."""
        return self._state == self._ground

    def feed(self, text: str) -> list[Token]:
        """All tokens that are complete."""
        position = 0
        while position < len(text):
            position = self._state(text, position)
        return self._taken()

    def close(self) -> list[Token]:
        """What was begun and never ended."""
        self._cut_off()
        return self._taken()

    def _taken(self) -> list[Token]:
        tokens, self._tokens = self._tokens, []
        return tokens

    def _ground(self, text: str, position: int) -> int:
        found = self._odd.search(text, position)
        end = len(text) if found is None else found.start()
        if end > position:
            self._tokens.append(Text(text[position:end]))
        if found is None:
            return end
        self._begin(text[end])
        return end + 1

    def _begin(self, sign: str) -> None:
        if sign == ESC:
            self._begun, self._state = ESC, self._escape
        elif sign < "\x80":
            self._tokens.append(Control(sign))
        elif sign < "\xa0":
            self._introduced(chr(ord(sign) - _TO_LETTER))
        else:
            self._tokens.append(Text(sign))
            self._introducer = chr(ord(sign) - DOUBTFUL - _TO_LETTER)
            self._state = self._after_doubtful

    def _after_doubtful(self, text: str, position: int) -> int:
        self._state = self._ground
        letter = self._introducer
        if borders.begins_doubtfully(letter, text, position):
            self._introduced(letter)
            self._doubtful, self._end = True, borders.DOUBTFUL_END
        return position

    def _introduced(self, letter: str) -> None:
        """ECMA-48 §5.3: `ESC letter`, or the C1 control that is its other spelling."""
        if letter == "[":
            self._begun, self._state = f"{ESC}[", self._sequence
        elif letter in INTRODUCERS:
            self._string, self._introducer = Withheld(f"{ESC}{letter}"), letter
            self._end = borders.end_of(letter)
            self._state = self._command if letter == "]" else self._contents
        else:
            self._finish(Escape("", letter))

    def _escape(self, text: str, position: int) -> int:
        sign = text[position]
        if " " <= sign <= "/":
            self._state = self._intermediates
            return position
        if "0" <= sign <= "~":
            self._introduced(sign)
        elif sign == "\f":
            self._finish(Escape("", sign))  # Tektronix' page
        else:
            return self._interrupted(sign, position)
        return position + 1

    def _intermediates(self, text: str, position: int) -> int:
        sign = text[position]
        if " " <= sign <= "/":
            self._collect(sign)
        elif "0" <= sign <= "~":
            self._finish(Escape(self._begun[1:], sign))
        else:
            return self._interrupted(sign, position)
        return position + 1

    def _sequence(self, text: str, position: int) -> int:
        body = _BODY.match(text, position)
        if body is not None and body[0]:
            self._collect(body[0])
            return body.end()
        sign = text[position]
        if not "@" <= sign <= "~":
            return self._interrupted(sign, position)
        self._finish(Sequence(self._begun[2:], sign, self._doubtful))
        return position + 1

    def _collect(self, part: str) -> None:
        if self._overlong is not None:
            self._overlong.add(part)
        elif len(self._begun) + len(part) > SEQUENCE_MAX:
            self._overlong = Withheld(self._begun)
            self._overlong.add(part)
        else:
            self._begun += part

    def _finish(self, token: Escape | Sequence) -> None:
        if self._overlong is not None:
            self._overlong.add(token.final)
            self._cut_off()
        else:
            self._tokens.append(token)
            self._rest()

    def _interrupted(self, sign: str, position: int) -> int:
        """Something that is no part of the sequence came within it."""
        if sign in (CAN, SUB):
            self._cut_off()
            return position + 1
        if (sign < " " and sign != ESC and not self._doubtful) or sign == "\x7f":
            self._tokens.append(Control(sign))
            return position + 1
        self._cut_off()
        return position

    def _command(self, text: str, position: int) -> int:
        """The beginning of an OSC: `ESC ] R` and `ESC ] P nrrggbb` have no end of their own, console_codes(4)."""
        assert self._string is not None  # noqa: S101
        sign, head = text[position], self._string.head
        if not (sign in "PR" if not head else sign in _HEX):
            self._state = self._contents
            return position
        self._string.add(sign)
        if self._string.head == "R" or len(self._string.head) == _LINUX_COLOUR_LETTERS:
            self._cut_off()
        return position + 1

    def _contents(self, text: str, position: int) -> int:
        assert self._string is not None  # noqa: S101
        found = self._end.search(text, position)
        end = len(text) if found is None else found.start()
        self._string.add(text[position:end])
        if found is None:
            return end
        self._cut_off()
        return end + 1 if found[0] in borders.TAKEN_WITH_IT else end

    def _cut_off(self) -> None:
        """What was begun is over, by its end or before it."""
        if self._string is not None:
            self._tokens.append(
                String(self._introducer, self._string.head, *self._string.measure, doubtful=self._doubtful)
            )
        elif self._overlong is not None:
            self._tokens.append(Broken(*self._overlong.measure))
        elif self._begun:
            self._tokens.append(Broken(*Withheld(self._begun).measure))
        self._rest()

    def _rest(self) -> None:
        self._begun, self._string, self._overlong, self._doubtful = "", None, None, False
        self._state = self._ground
