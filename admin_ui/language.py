"""Japanese is the source, English stands beside it: a text is written in Japanese where it is used, its English in a PO file.

What this browser was told comes first, then the person's own language, then what the browser asks for, then Japanese.
"""

import io
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel
from flask_babel.speaklater import LazyString

from gateway.vocabulary.clock import JST
from gateway.vocabulary.outcome import Text

Lazy = LazyString
COOKIE: Final = "__Host-sekisho-language"
LANGUAGES: Final = ("ja", "en")
FOLDER: Final = Path(__file__).parent / "translations"
NO_PLACES: Final = "none"  # Flask-Babel looks for compiled catalogues there, and finds none


def set_up(app: Flask) -> None:
    """Give `app` its languages, filters and the `_` of templates."""
    Babel(app, default_locale="ja", default_timezone="Asia/Tokyo", locale_selector=language)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(_plain, _plural, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update({"said": said, "when": when, "date": day, "count": count, "clock": clock})
    app.jinja_env.filters["span"] = span
    app.jinja_env.tests["wording"] = wording
    catalogue()  # a malformed file stops the start, not a page


def language() -> str:
    """`ja` or `en`, for this request; Japanese outside of one."""
    if not has_request_context():
        return LANGUAGES[0]
    made = g.get("visit")
    for chosen in (request.cookies.get(COOKIE), None if made is None else made.language):
        if chosen in LANGUAGES:
            return chosen
    return request.accept_languages.best_match(LANGUAGES, default=LANGUAGES[0])


@cache
def catalogue() -> Translations:
    """Every English text. Raises ValueError for a malformed file, or one text with two translations."""
    whole = Catalog(locale="en")
    for path in sorted((FOLDER / "en").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en", abort_invalid=True):
                known = whole.get(message.id) if message.id else None
                if known is not None and known.string != message.string:
                    raise ValueError(f"{path}: two translations of {message.id!r}")
                if message.id:
                    whole[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


def _plain(text: str) -> str:
    return str(catalogue().ugettext(text)) if language() == "en" else text


def _plural(one: str, many: str, number: int) -> str:
    return str(catalogue().ungettext(one, many, number)) if language() == "en" else many


def _(text: str, **values: Any) -> str:
    """`text`, which is Japanese, in the language of this request, with `%(name)s` filled in."""
    found = _plain(text)
    return found % values if values else found


def _l(text: str, **values: Any) -> LazyString:
    """As `_`, when it is shown."""
    return LazyString(_, text, **values)


def said(text: Text) -> str:
    """One of our texts in two languages, in the one of this request."""
    return text.en if language() == "en" else text.ja


def wording(value: object) -> bool:
    """Whether this is words for a person, in whichever way they are kept; a form's nested errors are lists and are none."""
    return isinstance(value, str | LazyString | Text)


def when(moment: datetime | None) -> str:
    """A moment in Japan, to the minute; a dash for none."""
    if moment is None:
        return "–"
    local = moment.astimezone(JST)
    return f"{day(local.date())} {local:%H:%M}" + (" JST" if language() == "en" else "")


def span(start: datetime, end: datetime) -> str:
    """From one moment in Japan to another, to the minute; on one day the end is its time alone."""
    first, last = start.astimezone(JST), end.astimezone(JST)
    ends = f"{last:%H:%M}" if first.date() == last.date() else f"{day(last.date())} {last:%H:%M}"
    begins = f"{day(first.date())} {first:%H:%M}"
    return f"{begins} to {ends} JST" if language() == "en" else f"{begins} から {ends} まで"


def clock(moment: datetime) -> str:
    """A time of day in Japan, to the second."""
    return f"{moment.astimezone(JST):%H:%M:%S}"


def day(value: date | None) -> str:
    """A day: 2026年11月22日（日）, or Sun 22 Nov 2026; a dash for none."""
    if value is None:
        return "–"
    pattern, locale = ("EEE d MMM y", "en") if language() == "en" else ("y年M月d日（EEE）", "ja")
    return format_date(value, pattern, locale=locale)


def count(number: int) -> str:
    """A number with its thousands apart."""
    return format_decimal(number, locale=language())


Said = Callable[[Text], str]
