"""The one visual language: what every page is made of holds for everybody, in both languages, under the content policy (R-95)."""

import re
from datetime import timedelta
from hashlib import sha256
from html.parser import HTMLParser
from types import SimpleNamespace

import flask
import pytest

from admin_ui import errors
from admin_ui.language import _l, span, wording
from gateway.approvals import proposal
from gateway.sessions.session import State
from gateway.storage.queries.recordings import RecordingState
from gateway.vocabulary import identity
from gateway.vocabulary.outcome import Text
from gateway.work_orders import order
from tests.admin_ui.a_look import NOW, ROOT, Seen, an_app

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
VENDOR = ROOT / "static" / "vendor"
OWN_CSS = sorted((ROOT / "static" / "css").glob("*.css"))
KANA = re.compile(r"[぀-ヿ]")
LABELLED = {"input", "select", "textarea"}
VOID = {"input", "meta", "link", "br", "hr", "img"}


class Page(HTMLParser):
    """A page as a list of (tag, attributes), with what labels, describes and follows what."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.forms: list[list[str]] = []
        self.open: list[str] = []
        self.words = ""
        self.bare: list[dict[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag in LABELLED and given.get("type") != "hidden" and "label" not in self.open:
            self.bare.append(given)
        if tag == "form":
            self.forms.append([])
        if tag == "button" and self.forms and given.get("type") == "submit":
            self.forms[-1].append(given.get("class", ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                raise AssertionError(f"</{tag}> closes something else")

    def handle_data(self, data):
        self.words += data

    def all(self, *names):
        return [given for tag, given in self.tags if tag in names]

    def ids(self):
        return [given["id"] for _, given in self.tags if "id" in given]


def shown(path="/styleguide", **seen) -> str:
    answer = an_app(Seen(**seen)).test_client().get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def macro(source: str, path="/", **values) -> str:
    """`source` rendered with every macro file imported by its name."""
    names = [path.stem for path in (ROOT / "templates" / "macros").glob("*.html")]
    imports = "".join(f'{{% import "macros/{name}.html" as {name} %}}' for name in names)
    app = an_app(Seen(fresh=values.pop("fresh", False)))
    with app.test_request_context(path):
        app.preprocess_request()
        return flask.render_template_string(imports + source, **values)


# -- others' files


def test_vendored_files_are_those_of_the_list_and_no_other():
    listed = dict(reversed(line.split("  ")) for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    there = {str(path.relative_to(VENDOR)): sha256(path.read_bytes()).hexdigest() for path in VENDOR.rglob("*/*")}
    assert there == listed


def test_each_vendored_folder_has_its_licence_and_its_line():
    told = (VENDOR / "README.md").read_text(encoding="utf-8")
    for folder in (path for path in VENDOR.iterdir() if path.is_dir()):
        assert (folder / "LICENSE").stat().st_size > 300
        assert folder.name in told


def test_what_the_frame_loads_exists():
    page = Page(shown())
    loaded = [given.get("href") or given.get("src") for given in page.all("link", "script")]
    assert len(loaded) == 12
    for address in loaded:
        assert (ROOT / address.split("?")[0].lstrip("/")).is_file(), address


# -- the content policy


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_what_the_content_policy_forbids(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(
        r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:|<iframe|<object|<embed|\|\s*safe\b|autoescape", text
    )
    for script in re.findall(r"<script[^>]*>(.*?)</script>", text, flags=re.DOTALL):
        assert not script.strip()


@pytest.mark.parametrize("path", OWN_CSS, ids=lambda path: path.name)
def test_no_stylesheet_fetches_anything(path):
    assert not re.search(r"url\(|@import|@font-face|letter-spacing: -", path.read_text(encoding="utf-8"))


# -- what every page owes


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_style_guide_has_one_heading_and_unique_ids(language):
    page = Page(shown(language=language))
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
    assert page.all("html")[0]["lang"] == language
    assert len(page.ids()) == len(set(page.ids()))
    assert not page.open


def test_every_field_has_its_label_and_every_reference_its_end():
    page = Page(shown())
    ids, labels = set(page.ids()), {given.get("for") for given in page.all("label")}
    assert [given for given in page.bare if given.get("id") not in labels] == []
    for _, given in page.tags:
        for name in ("for", "aria-describedby", "aria-labelledby", "data-closes"):
            assert set(given.get(name, "").split()) <= ids, given
        if given.get("href", "").startswith("#"):
            assert given["href"][1:] in ids, given


def test_what_is_wrong_is_said_at_the_top_and_beside_the_field():
    page = shown()
    assert '<a href="#name">氏名：' in page
    assert '<a href="#roles-0">役割：役割を一つ以上選んでください。' in page
    assert re.search(r'<input aria-describedby="name-help name-error" aria-invalid="true"[^>]* id="name"', page)


def test_every_table_has_a_caption_and_heads():
    page = Page(shown())
    assert len(page.all("caption")) == len(page.all("table")) == 1
    assert {given.get("scope") for given in page.all("th")} == {"col", "row"}
    assert "操作" in page.words  # the column of buttons is read out


def test_a_dangerous_button_is_never_the_first_of_its_form():
    several = [classes for classes in Page(shown()).forms if len(classes) > 1]
    assert several
    assert not any("danger" in classes[0] for classes in several)


def test_every_form_that_changes_something_carries_its_token():
    assert [given["method"] for given in Page(shown()).all("form")].count("post") == shown().count('name="csrf_token"')


def test_nobody_sees_rooms_or_a_person():
    page = shown("/error/404", who=None)
    assert 'class="rooms' not in page
    assert "サインアウト" not in page


# -- second factor


def test_the_code_is_asked_once_a_form_right_before_its_button():
    form = macro(
        '{{ form.start("/x", fresh=True) }}<i></i>{{ form.submit("a") }}{{ form.submit("b") }}{{ form.end() }}'
    )
    assert form.count('name="fresh_code"') == form.count('name="fresh_passkey"') == 1
    assert form.index("<i>") < form.index("fresh_code") < form.index('<button type="submit"')


def test_the_code_is_asked_even_in_a_form_without_our_button():
    assert 'name="fresh_code"' in macro("{{ form.start(fresh=True) }}{{ form.end() }}")


def test_no_code_is_asked_within_the_minutes_or_where_none_is_needed():
    assert "fresh_code" not in macro('{{ form.start(fresh=True) }}{{ form.submit("a") }}{{ form.end() }}', fresh=True)
    assert "fresh_code" not in macro('{{ form.start() }}{{ form.submit("a") }}{{ form.end() }}')


def test_the_page_between_carries_on_everything_that_was_typed():
    text = shown("/again")
    page = Page(text)
    carried = [(each["name"], each["value"]) for each in page.all("input") if each["name"] in ("reason", "roles")]
    assert carried == [("reason", '"><script>alert(1)</script>'), ("roles", "engineer"), ("roles", "supervisor")]
    assert "<script>alert" not in text
    assert {"action": "/people/P1?x=1"}.items() <= page.all("form")[-1].items()
    assert "認証コードが違います。" in page.words


# -- paging


def paged(number, total):
    return SimpleNamespace(wanted=SimpleNamespace(number=number, size=50, offset=50 * (number - 1)), total=total)


def test_the_pager_keeps_the_filter_and_takes_no_orders_from_it():
    links = Page(macro("{{ table.pager(p) }}", "/?q=a%26b&q=c&_scheme=javascript&page=9", p=paged(3, 1234))).all("a")
    assert {given["href"] for given in links if given.get("rel") == "next"} == {
        "?q=a%26b&q=c&_scheme=javascript&page=4"
    }
    assert all(given["href"].startswith("?") for given in links)


def test_the_pager_shows_first_last_and_neighbours():
    words = Page(macro("{{ table.pager(p) }}", p=paged(10, 1234))).words.split()
    assert " ".join(words).endswith("前へ 1 … 8 9 10 11 12 … 25 次へ")
    assert "全 1,234 件中 451–500 件目" in " ".join(words)


@pytest.mark.parametrize("total", [0, 1, 50])
def test_one_page_needs_no_pager(total):
    assert "<a" not in macro("{{ table.pager(p) }}", p=paged(1, total))


# -- words


def test_every_standing_and_state_has_its_word():
    for family in (identity.Standing, order.Standing, proposal.Standing, State, RecordingState):
        for each in family:
            assert each.value not in macro("{{ badge.standing(s) }}", s=each), each


def test_a_target_nobody_declares_free_now_holds_personal_data():
    from datetime import date

    for free in (None, SimpleNamespace(until=date(2026, 11, 21))):
        assert "個人データあり" in macro("{{ badge.personal(t) }}", t=SimpleNamespace(free=free))
    today = SimpleNamespace(free=SimpleNamespace(until=date(2026, 11, 22)))
    assert "個人データなし（2026年11月22日（日）まで）" in macro("{{ badge.personal(t) }}", t=today)


HOSTILE = "<script>alert(1)</script>\"'"


@pytest.mark.parametrize(
    "source",
    [
        "{{ page.header(x, x) }}{{ page.crumbs([(x, x), (x, None)]) }}{{ page.notice('bad', x, x) }}{{ page.button(x, x) }}",
        "{{ page.waiting(1, x, x, x) }}{{ empty.empty(x, x) }}{{ badge.badge('good', x) }}{{ badge.standing(x) }}",
        "{{ facts.facts([(x, x)]) }}{{ confirm.confirm('i', x, x, x, x) }}{{ form.submit(x, name=x, value=x) }}",
        "{% call table.table(x, [x, (x, 'num')]) %}{% endcall %}{{ form.filter('a', x, x) }}{{ form.choose('b', x, [(x, x)]) }}",
        "{{ form.start(x, cls=x) }}{{ form.end() }}{% call form.search(x, x, x) %}{% endcall %}",
        "{{ timeline.timeline([l]) }}",
    ],
)
def test_every_macro_escapes(source):
    changed = SimpleNamespace(field=HOSTILE, before=HOSTILE, after=HOSTILE)
    at = SimpleNamespace(isoformat=lambda: HOSTILE, astimezone=lambda _zone: _MOMENT)
    line = SimpleNamespace(seq=HOSTILE, at=at, by=HOSTILE, text=Text(ja=HOSTILE, en=""), before_after=(changed,))
    made = macro(source, x=HOSTILE, l=line)
    assert "<script" not in made
    assert "\"'" not in made


class _Moment:
    def date(self):
        from datetime import date

        return date(2026, 11, 22)

    def __format__(self, pattern):
        return "12:00"


_MOMENT = _Moment()


# -- error pages


@pytest.mark.parametrize("status", sorted(errors.PAGES))
def test_R95_every_error_page_says_what_to_do_next_in_both_languages(status):
    japanese, english = (shown(f"/error/{status}", language=language, who=None) for language in ("ja", "en"))
    for page in (Page(japanese), Page(english)):
        assert len(page.all("h1")) == 1
        assert page.all("li")
        assert str(status) in page.words
        assert any(given["href"] == "/" and "button" in given.get("class", "") for given in page.all("a"))
    assert not KANA.search(english)


def test_an_error_page_shows_the_reason_of_whoever_refused():
    assert "あなた自身の申請です。" in macro(
        '{% include "errors/403.html" %}', why=Text(ja="あなた自身の申請です。", en="Your own.")
    )


# -- colours

PAIRS = (  # what is read or must be seen, upon what, at least how many to one (WCAG 1.4.3, 1.4.11)
    *(("ink", ground, 7) for ground in ("ground", "ground-soft", "ground-raised")),
    *(("ink-soft", ground, 4.5) for ground in ("ground", "ground-soft", "ground-raised")),
    *(("link", ground, 4.5) for ground in ("ground", "ground-soft", "ground-raised")),
    *(
        (colour, ground, 4.5)
        for colour in ("act", "act-hover", "danger", "danger-hover")
        for ground in ("ground", "ground-soft")
    ),
    *((f"on-{kind}", f"{kind}{hover}", 4.5) for kind in ("act", "danger") for hover in ("", "-hover")),
    *(
        (f"{kind}-ink", ground, 4.5)
        for kind in ("good", "warn", "bad", "info")
        for ground in ("ground", f"{kind}-ground")
    ),
    *(
        (f"{kind}-line", ground, 3)
        for kind in ("good", "warn", "bad", "info")
        for ground in ("ground", f"{kind}-ground")
    ),
    ("line-strong", "ground", 3),
    ("line-strong", "ground-soft", 3),
    ("focus", "ground", 3),
    ("focus", "ground-soft", 3),
)


def schemes():
    given = "\n".join(path.read_text() for path in VENDOR.glob("digital-go-jp-*/tokens.css"))
    light, dark = (ROOT / "static/css/tokens.css").read_text().split("@media")
    first = _values(given) | _values(light)
    return {"light": first, "dark": first | _values(dark)}


def _values(text):
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", text))


def _colour(values, name):
    value = values[name]
    while value.startswith("var("):
        value = values[value[6:-1]]
    return [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def _luminance(colour):
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_can_be_told_apart(scheme):
    values = schemes()[scheme]
    for upper, lower, least in PAIRS:
        one, other = sorted((_luminance(_colour(values, upper)), _luminance(_colour(values, lower))))
        assert (other + 0.05) / (one + 0.05) >= least, f"{upper} on {lower}"


def test_no_stylesheet_names_a_colour_but_the_tokens_paper_and_the_player():
    for path in OWN_CSS:
        if path.name not in ("tokens.css", "print.css", "replay.css"):
            assert not re.search(r"#[0-9a-fA-F]{3,8};|rgb|hsl", path.read_text(encoding="utf-8")), path.name


def test_every_variable_a_stylesheet_uses_is_defined():
    known = set(schemes()["light"])
    for path in OWN_CSS:
        assert set(re.findall(r"var\(--([\w-]+)", path.read_text(encoding="utf-8"))) <= known, path.name


@pytest.mark.parametrize(
    ("hours", "ja", "en"),
    [
        (2, "2026年11月22日（日） 12:04 から 14:04 まで", "Sun 22 Nov 2026 12:04 to 14:04 JST"),
        (
            14,
            "2026年11月22日（日） 12:04 から 2026年11月23日（月） 02:04 まで",
            "Sun 22 Nov 2026 12:04 to Mon 23 Nov 2026 02:04 JST",
        ),
    ],
)
def test_R95_a_window_of_time_is_said_in_both_languages(hours, ja, en):
    for language, said in (("ja", ja), ("en", en)):
        with an_app(Seen(language=language)).test_request_context("/"):
            flask.g.visit = Seen(language=language)
            assert span(NOW, NOW + timedelta(hours=hours)) == said


def test_every_way_to_keep_words_is_shown_beside_a_field():
    for error in ("ダメ", _l("入力してください。"), Text(ja="ダメ", en="no")):
        assert wording(error)
    for nested in ([["x"]], {"port": ["x"]}, None, ["x"]):
        assert not wording(nested)
