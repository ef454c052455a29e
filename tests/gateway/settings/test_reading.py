import pytest

from gateway.settings.commented import commented
from gateway.settings.reading import DEMO_MARKER, SettingsRefused, read


@pytest.fixture
def file(tmp_path):
    (tmp_path / "state").mkdir()
    file = tmp_path / "sekisho.toml"
    values = {"state": {"directory": "state", "witness": "witness"}, "policies": {"directory": "policies"}}
    file.write_text(commented(values), encoding="utf-8")
    return file


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_init_writes_can_be_read(file):
    settings = read(file)
    assert settings.gateway.port == 2222
    assert settings.state.directory == file.parent / "state"
    assert settings.database == f"sqlite:///{file.parent / 'state' / 'db' / 'sekisho.db'}"
    assert len(settings.digest) == 64


def test_every_default_shown_as_a_comment_can_be_uncommented(file):
    text = file.read_text(encoding="utf-8")
    lines = [line[2:] if line.startswith("# ") and " = " in line else line for line in text.splitlines()]
    kept = [line for line in lines if not line.startswith('database = ""')]
    file.write_text("\n".join(line for line in kept if '= ""' not in line), encoding="utf-8")
    assert read(file).gateway.drain_seconds == 30.0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[gateway]", "[gateway]\nprot = 3", "unknown key gateway.prot; did you mean gateway.port?"),
        ("[gateway]", "[gatewya]", "unknown key gatewya; did you mean gateway?"),
        ("[gateway]", '[gateway]\nport = "22"', "gateway.port"),
        ("[gateway]", "[gateway]\nport = 70000", "gateway.port"),
        ("[node]", '[node]\nname = "Ko ko"', "node.name"),
        ("[mail]", '[mail]\nhost = "mail.example"\ntls = "none"', "mail.tls"),
        ("[mail]", '[mail]\nalarms = ["nobody"]', "mail.alarms"),
        ("[mail]", '[mail]\nalarms = ["a@b\\r\\nBcc: c@d"]', "mail.alarms"),
        ("[admin_ui]", '[admin_ui]\npublic_url = "http://office.example"', "admin_ui.public_url"),
        ("[admin_ui]", '[admin_ui]\npublic_url = "https://office.example/path"', "admin_ui.public_url"),
        ("[admin_ui]", "[admin_ui]\nidle_minutes = 0", "admin_ui.idle_minutes"),
        ("[admin_ui]", '[admin_ui]\nkey = "office.key"', "given together"),
        ('witness = "witness"', 'witness = "state/witness"', "outside state.directory"),
        ('directory = "state"', "", "state.directory"),
        ("[metrics]", "[metrics]\nport = 70000", "metrics.port"),
        ("[metrics]", "[metrics]\nport = true", "metrics.port"),
        ("[metrics]", "[metrics]\nfree_mib = 0", "metrics.free_mib"),
        ("[metrics]", '[metrics]\nport = 1\nhost = "0.0.0.0"', "not this machine's own"),
        ("[metrics]", '[metrics]\nport = 1\nhost = "::"', "not this machine's own"),
        ("[metrics]", '[metrics]\nport = 1\nhost = "localhost.example"', "not this machine's own"),
        ("[metrics]", '[metrics]\nport = 1\nhost = ""', "not this machine's own"),
        ("[metrics]", '[metrics]\ncertificate = "m.crt"', "given together"),
        ("[metrics]", '[metrics]\ncertificate = "m.crt"\nkey = "m.key"', "given together"),
        ("[metrics]", '[metrics]\ntoken = "x"', "unknown key metrics.token"),
        ("[logs]", '[logs]\nformat = "xml"', "logs.format"),
        ("[demo]", "[demo]\noperator = true", "deploy/demo"),
        ("[node]", "[node", "not TOML"),
        ("[node]", 'file = "/etc/passwd"\n[node]', "unknown key file"),
    ],
)
def test_what_cannot_be_used_refuses_the_start_and_says_where(file, old, new, said):
    change(file, old, new)
    with pytest.raises(SettingsRefused) as refused:
        read(file)
    assert said in str(refused.value)
    assert str(file) in str(refused.value)


def test_the_demo_operator_needs_the_demos_marker(file):
    change(file, "[demo]", "[demo]\noperator = true")
    (file.parent / "state" / DEMO_MARKER).write_text("x")
    assert read(file).demo.operator


def test_a_missing_file_says_what_makes_one(tmp_path):
    with pytest.raises(SettingsRefused, match="sekisho init"):
        read(tmp_path / "none.toml")


def test_several_mistakes_are_said_at_once(file):
    change(file, "[gateway]", "[gateway]\nprot = 3\nhots = 4")
    with pytest.raises(SettingsRefused) as refused:
        read(file)
    assert "gateway.prot" in str(refused.value)
    assert "gateway.hots" in str(refused.value)


def test_the_office_is_at_localhost_unless_said_otherwise(file):
    office = read(file).admin_ui
    assert (office.public_url, office.certificate, office.key) == ("https://localhost:8443", None, None)
    assert (office.idle_minutes, office.absolute_hours, office.fresh_minutes) == (15, 10, 5)
    change(file, "[admin_ui]", '[admin_ui]\npublic_url = "https://office.example"\nport = 443')
    assert read(file).admin_ui.public_url == "https://office.example"


def test_the_offices_files_are_beside_the_settings(file):
    change(file, "[admin_ui]", '[admin_ui]\ncertificate = "office.crt"\nkey = "office.key"')
    office = read(file).admin_ui
    assert (office.certificate, office.key) == (file.parent / "office.crt", file.parent / "office.key")


def test_metrics_are_off_and_this_machines_own_unless_said_otherwise(file):
    metrics = read(file).metrics
    assert (metrics.host, metrics.port, metrics.free_mib) == ("127.0.0.1", None, 1024)
    change(file, "[metrics]", '[metrics]\nport = 9464\nhost = "::1"')
    assert read(file).metrics.port == 9464


def test_metrics_leave_this_machine_only_with_all_three_files_which_lie_beside_the_settings(file):
    files = 'certificate = "m.crt"\nkey = "m.key"\nclients = "/etc/clients.pem"'
    change(file, "[metrics]", f'[metrics]\nport = 9464\nhost = "0.0.0.0"\n{files}')
    metrics = read(file).metrics
    assert (metrics.certificate, metrics.key) == (file.parent / "m.crt", file.parent / "m.key")
    assert str(metrics.clients) == "/etc/clients.pem"


def test_where_processes_have_users_the_monitor_has_one_too(file):
    change(file, "[metrics]", "[metrics]\nport = 9464")
    change(file, "[users]", '[users]\nkeeper = "sekisho-keeper"')
    with pytest.raises(SettingsRefused, match=r"users\.monitor is missing"):
        read(file)
    change(file, "[users]", '[users]\nmonitor = "sekisho-monitor"')
    assert read(file).users.monitor == "sekisho-monitor"
