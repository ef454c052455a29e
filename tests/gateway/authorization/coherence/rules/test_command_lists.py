from tests.gateway.authorization.coherence.an_incoherence import ORDER, found, says

WORK_TYPES = "commands/work_types.toml"


def test_R24_a_list_that_changes_targets_for_a_purpose_outside_the_memorandum(tmp_path):
    rest = '"systemctl restart", "config view", "config edit", "unattended-upgrade"]'
    inquiry = 'purpose = "inquiry"\noffered = ["systemctl status", "df", "uptime"]\nwithheld = ["tail", "grep", "journalctl", '
    refused = found(
        tmp_path,
        (WORK_TYPES, 'inquiry = ["services"', 'inquiry = ["editing", "services"'),
        (WORK_TYPES, f"{inquiry}{rest}", f'{inquiry}"systemctl restart"]'),
    )
    one = says(
        refused, hole="editing.config edit", limit="version.permitted", leak="the first loosened rule opens them"
    )
    assert (one.hole.file, one.limit.file) == ("commands/editing.toml", "purposes.toml")
    assert "覚書（2024年1月26日改定）" in refused.text.ja


def test_R23_a_list_that_changes_targets_in_a_window_without_an_end(tmp_path):
    longer = '<= context.limits.window || context.order.purpose == "security"'
    refused = found(tmp_path, (ORDER, "<= context.limits.window", longer))
    assert {each.limit.id for each in refused.found} == {"order.window_hours_max"}
    holes = {each.hole.file for each in refused.found}
    assert holes & {"commands/service-control.toml", "commands/editing.toml", "commands/updates.toml"}
