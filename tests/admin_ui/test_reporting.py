import io
import json
import logging

from gunicorn.config import Config

from admin_ui.reporting import Reporting
from gateway.wiring.logs import OneObject


def test_gunicorns_words_go_through_our_formatter_and_nowhere_else(monkeypatch, capsys):
    config = Config()
    config.set("loglevel", "error")
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(OneObject("admin_ui"))
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    reporting = Reporting(config)
    reporting.error("a peer said %s", "x\ny")
    reporting.info("chatter")
    assert [json.loads(line)["message"] for line in told.getvalue().splitlines()] == ["a peer said x\\ny"]
    assert capsys.readouterr() == ("", "")
    reporting.setup(config)  # as gunicorn does when it reads its settings again
    assert not reporting.error_log.handlers
