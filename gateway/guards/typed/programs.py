"""What reads like a program that somebody brings along: scripts, here-documents, encoded blocks, one-liners for an interpreter.

An aid for whoever looks at the session, no boundary: there are more ways to write a program than anybody lists. Ordinary
administration on one line (`for f in *.log; do ...`) is none.
"""

import re
from typing import Final

LINES_MIN: Final = 5  # so many lines at once may be a script
ENCODED_MIN: Final = 256  # letters of base64 or hex without a break, line ends aside

_ON_ONE_LINE = re.compile(
    rb"(?:^|[\s;|&(/])(?:python[0-9.]*|perl[0-9.]*|ruby|node|php|lua|tclsh|sh|bash|dash|zsh|ksh)\s(?:-[A-Za-z]+\s)*-[A-Za-z]*[cerE]\b"
    rb"|<<[-~]?\s*[\"'\\]?[A-Za-z_]"  # here-document
    rb"|\|\s*(?:base(?:32|64)|xxd\s+-r|uudecode|openssl\s+(?:enc|base64)|gunzip|zcat|(?:python|perl)[0-9.]*\s*-?\s*$|(?:ba|da|z|k)?sh\s*$)"
    rb"|\b(?:base(?:32|64)\s+(?:-d|-D|--decode)|xxd\s+-r|uudecode)\b"
    rb"|\b(?:eval|exec)\s*\(?[\"'$`]"
)
_SHEBANG = re.compile(rb"(?:^|[\r\n])#!\s*/")
_SCRIPT_LINE = re.compile(
    rb"(?:^|[\r\n])\s*(?:(?:if|for|while|until|case|function|def|class|import|from|try|elif|sub|use|my)\b|(?:fi|done|esac|end)\b|[{}]\s*[\r\n]"
    rb"|[A-Za-z_]\w*\s*\(\)\s*\{?|[A-Za-z_]\w*=)"
)
_ENCODED = re.compile(rb"(?:[0-9A-Za-z+/=_-]{32,128}[\r\n]{0,2}){2,}|[0-9A-Za-z+/=_-]{%d,}" % ENCODED_MIN)
_DIGIT_AND_LETTER = (re.compile(rb"[0-9]"), re.compile(rb"[A-Za-z]"))


def is_one_liner(line: bytes) -> bool:
    """True for one line that hands a program to an interpreter, or data to a decoder."""
    return _ON_ONE_LINE.search(line) is not None


def is_program(text: bytes) -> bool:
    """True for text that came at once and reads like a program or an encoded file."""
    if _SHEBANG.search(text) or _is_encoded(text):
        return True
    lines = [line for line in re.split(rb"[\r\n]+", text) if line.strip()]
    if any(is_one_liner(line) for line in lines):
        return True
    return len(lines) >= LINES_MIN and len(_SCRIPT_LINE.findall(text)) >= 2


def _is_encoded(text: bytes) -> bool:
    return any(
        len(re.sub(rb"[\r\n]", b"", found[0])) >= ENCODED_MIN
        and all(sign.search(found[0]) for sign in _DIGIT_AND_LETTER)
        for found in _ENCODED.finditer(text)
    )
