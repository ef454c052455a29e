"""Alert rules and dashboard name only what exists, and say what to do in both languages."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

import gateway.wiring.events  # noqa: F401  # the kinds are words of a label
from gateway.metrics.table import families
from tests.deploy.promql import named

FOLDER = Path(__file__).parents[2] / "deploy" / "monitoring"
TEXT = (FOLDER / "alerts.yml").read_text()
RULES = [rule for group in yaml.safe_load(TEXT)["groups"] for rule in group["rules"]]
DASHBOARD = json.loads((FOLDER / "dashboard.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
_TEMPLATE = re.compile(r"\{\{ \$labels\.([a-z_]+) \}\}")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_a_rule_names_what_exists_and_says_what_to_do(rule):
    assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
    assert re.fullmatch(r"Sekisho[A-Z][A-Za-z]+", rule["alert"])
    assert re.fullmatch(r"\d+[mh]", rule["for"])
    assert rule["labels"] in [{"severity": severity} for severity in ("critical", "warning", "info")]
    assert set(rule["annotations"]) == {"ja", "en"}
    assert JAPANESE.search(rule["annotations"]["ja"])
    assert rule["annotations"]["en"].isascii()
    metrics = named(rule["expr"])
    known = {family.name: family.label.name for family in families() if family.label is not None}
    for text in rule["annotations"].values():
        assert set(_TEMPLATE.findall(text)) <= {known[metric] for metric in metrics if metric in known}


def test_alerts_have_names_of_their_own():
    names = [rule["alert"] for rule in RULES]
    assert len(names) == len(set(names)) >= 25
    assert re.findall(r"^      - alert: (\w+)$", TEXT, re.MULTILINE) == names  # no key twice, nothing folded away


@pytest.mark.parametrize(
    "metric",
    [
        "sekisho_ready", "sekisho_up", "sekisho_journal_unsigned_entries", "sekisho_checkpoint_timestamp_seconds",
        "sekisho_witness_behind", "sekisho_space_free_bytes", "sekisho_writable", "sekisho_clock_trusted",
        "sekisho_recordings_unsealed", "sekisho_freezes", "sekisho_worker_heard_timestamp_seconds",
        "sekisho_certificate_end_timestamp_seconds", "sekisho_commit_seconds_bucket", "sekisho_logins_total",
        "sekisho_door_refused_total", "sekisho_collected_timestamp_seconds", "sekisho_events_total",
    ],
)  # fmt: skip
def test_what_must_not_go_unnoticed_has_a_rule(metric):
    assert any(metric in named(rule["expr"]) for rule in RULES)


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: str(panel["id"]))
def test_a_panel_shows_what_exists_in_both_languages(panel):
    japanese, english = panel["title"].split(" / ")
    assert JAPANESE.search(japanese)
    assert english.isascii()
    assert panel["type"] in ("stat", "timeseries")
    assert panel["fieldConfig"]["defaults"]["unit"] in ("none", "s", "bytes")
    assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
    assert panel["targets"]
    for target in panel["targets"]:
        metrics = named(target["expr"])
        assert 'instance=~"$instance"' in target["expr"]
        seconds = {metric for metric in metrics if "_seconds" in metric}
        assert (
            panel["fieldConfig"]["defaults"]["unit"] in (("s",) if seconds else ("none", "bytes"))
            or "changes(" in target["expr"]
        )
        assert (panel["fieldConfig"]["defaults"]["unit"] == "bytes") is any("_bytes" in metric for metric in metrics)


def test_panels_have_ids_of_their_own_and_lie_beside_each_other():
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
    taken = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert at["x"] + at["w"] <= 24
        assert not cells & taken, panel["title"]
        taken |= cells


def test_every_metric_is_looked_at_somewhere():
    shown = {metric for panel in PANELS for target in panel["targets"] for metric in named(target["expr"])}
    shown |= {metric for rule in RULES for metric in named(rule["expr"])}
    bare = {re.sub(r"_(bucket|sum|count)$", "", metric) for metric in shown}
    unseen = {family.name for family in families()} - bare
    assert unseen == {
        "sekisho_info", "sekisho_collect_seconds", "sekisho_event_timestamp_seconds", "sekisho_space_bytes",
    }  # fmt: skip


def test_the_example_scrapes_this_machine_and_reads_the_rules():
    example = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
    assert example["rule_files"] == ["alerts.yml"]
    assert example["scrape_configs"][0]["static_configs"] == [{"targets": ["127.0.0.1:9464"]}]


@pytest.mark.skipif(shutil.which("promtool") is None, reason="Prometheus's own checker is not installed")
@pytest.mark.parametrize("words", [("check", "rules", "alerts.yml"), ("check", "config", "prometheus.yml")])
def test_prometheus_itself_takes_them(words):
    done = subprocess.run(["promtool", *words], cwd=FOLDER, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stdout + done.stderr
