import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.metrics.exposition import of_spread, page
from gateway.metrics.families import Family, Kind, Label, by_word, plain
from gateway.metrics.histogram import Histogram
from tests.gateway.metrics.a_text import read

GAUGE = Family(name="sekisho_x", kind=Kind.GAUGE, says="An x.")
BY_DOOR = Family(
    name="sekisho_y_total", kind=Kind.COUNTER, says="Ys.", label=Label(name="door", words=frozenset({"a", "b"}))
)
TIMES = Family(name="sekisho_z_seconds", kind=Kind.HISTOGRAM, says="Zs.")


def test_a_page_byte_for_byte():
    histogram = Histogram((0.5, 1.0))
    for value in (0.5, 0.7, 3.0):
        histogram.add(value)
    found = {
        GAUGE: plain(GAUGE, 1.5),
        BY_DOOR: by_word(BY_DOOR, {"b": 2.0, "a": 1e15}),
        TIMES: of_spread(TIMES, histogram.spread()),
    }
    assert page(found).decode() == (
        "# HELP sekisho_x An x.\n# TYPE sekisho_x gauge\nsekisho_x 1.5\n"
        "# HELP sekisho_y_total Ys.\n# TYPE sekisho_y_total counter\n"
        'sekisho_y_total{door="a"} 1000000000000000\nsekisho_y_total{door="b"} 2\n'
        "# HELP sekisho_z_seconds Zs.\n# TYPE sekisho_z_seconds histogram\n"
        'sekisho_z_seconds_bucket{le="0.5"} 1\nsekisho_z_seconds_bucket{le="1"} 2\nsekisho_z_seconds_bucket{le="+Inf"} 3\n'
        "sekisho_z_seconds_sum 4.2\nsekisho_z_seconds_count 3\n"
    )


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_as_it_was(value):
    assert read(page({GAUGE: plain(GAUGE, value)}))["sekisho_x"].samples["sekisho_x", "", ""] == value


@given(st.lists(st.floats(0, 100), max_size=30))
def test_every_histogram_is_one_to_a_scraper(values):
    histogram = Histogram((0.01, 1.0, 10.0))
    for value in values:
        histogram.add(value)
    found = read(page({TIMES: of_spread(TIMES, histogram.spread())}))["sekisho_z_seconds"]
    for bound in (0.01, 1.0, 10.0):
        spelled = str(int(bound)) if bound >= 1 else str(bound)
        assert found.samples["sekisho_z_seconds_bucket", "le", spelled] == sum(value <= bound for value in values)
    assert found.samples["sekisho_z_seconds_count", "", ""] == len(values)


def test_a_family_without_samples_is_left_out():
    assert page({GAUGE: ()}) == b""


def test_only_a_histogram_has_a_spread():
    with pytest.raises(ValueError, match="no histogram"):
        of_spread(GAUGE, Histogram((1.0,)).spread())


@pytest.mark.parametrize("bounds", [(), (1.0, 1.0), (2.0, 1.0)])
def test_bounds_that_do_not_ascend_are_refused(bounds):
    with pytest.raises(ValueError, match="ascend"):
        Histogram(bounds)


@pytest.mark.parametrize(
    "text",
    [
        b"sekisho_x 1\n", b"# HELP sekisho_x a\nsekisho_x 1\n", b"# HELP sekisho_x a\n# TYPE sekisho_x gauge\nsekisho_x 1",
        b"# HELP sekisho_x a\n# TYPE sekisho_x gauge\nsekisho_x 1\nsekisho_x 2\n",
        b"# HELP sekisho_x a\n# TYPE sekisho_x gauge\nsekisho_x{a=\"b\nc\"} 1\n",
        b"# HELP sekisho_x a\n# TYPE sekisho_x gauge\nsekisho_x one\n", b"# HELP sekisho_x a\n# TYPE sekisho_x gauge\n",
        b"# HELP sekisho_x a\n# TYPE sekisho_x counter\nsekisho_x 1\n",
        b'# HELP s a\n# TYPE s histogram\ns_bucket{le="1"} 2\ns_bucket{le="+Inf"} 1\ns_sum 1\ns_count 1\n',
        b'# HELP s a\n# TYPE s histogram\ns_bucket{le="1"} 1\ns_sum 1\ns_count 1\n',
    ],
)  # fmt: skip
def test_the_reader_of_these_tests_refuses_what_a_scraper_would(text):
    with pytest.raises((ValueError, KeyError)):
        read(text)
