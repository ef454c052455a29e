import pytest

import gateway.wiring.events  # noqa: F401  # the kinds are words of a label
from tests.deploy.promql import NotOurs, named


@pytest.mark.parametrize(
    ("expression", "metrics"),
    [
        ("sekisho_ready == 0", {"sekisho_ready"}),
        ('up{job="sekisho"} == 0', {"up"}),
        ("time() - sekisho_checkpoint_timestamp_seconds > 300", {"sekisho_checkpoint_timestamp_seconds"}),
        ('increase(sekisho_events_total{kind=~"alarm.unsent|notice.unsent"}[5m]) > 0', {"sekisho_events_total"}),
        (
            "histogram_quantile(0.99, sum by (instance, le) (rate(sekisho_commit_seconds_bucket[5m]))) > 0.5",
            {"sekisho_commit_seconds_bucket"},
        ),
        (
            "sekisho_space_free_bytes < on (instance) group_left () (2 * sekisho_space_free_bytes_min)",
            {"sekisho_space_free_bytes", "sekisho_space_free_bytes_min"},
        ),
        ('sekisho_up{instance=~"$instance"}', {"sekisho_up"}),
    ],
)
def test_what_exists_is_named(expression, metrics):
    assert named(expression) == metrics


@pytest.mark.parametrize(
    "expression",
    [
        "sekisho_reddy == 0", "sekisho_ready{check=\"keeper\"} == 0", 'sekisho_check{check="keepr"} == 0',
        'increase(sekisho_events_total{kind="alarm.unsentt"}[5m])', "rate(sekisho_logins[5m])", "sekisho_logins_total > 5",
        "rate(sekisho_sessions[5m])", "rate(sekisho_logins_total)", "sekisho_ready[5m] == 0", "sum by (who) (sekisho_up)",
        "sekisho_ready == 0)", "(sekisho_ready == 0", "sekisho_ready sekisho_up", "frobnicate(sekisho_up)", "1 > 0", "",
        'sekisho_up{process="keeper"', "sekisho_up{process='keeper'}", 'sekisho_up{process="keeper",}', "{process=\"x\"}",
        "sekisho_commit_seconds > 1", "sekisho_ready == 0; drop", "rate(sekisho_logins_total[5 minutes])",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused(expression):
    with pytest.raises(NotOurs):
        named(expression)
