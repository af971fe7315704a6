"""Backup, restore, copy and checkpoints from the shell, on both kinds of database."""

import json
import os

import pytest
from tests import postgres, warm

TEXT = """# 某高新区2026年工作要点

2026年1月5日

## 一、重点任务

年底前建成三个公园。加快科技成果转化，6月底前新增企业20家。
"""


@pytest.fixture
def luoshi(tmp_path):
    """Run a command in a folder of its own; give what it said."""
    (tmp_path / "要点.md").write_text(TEXT, encoding="utf-8")
    environment = os.environ | {"LUOSHI_LANG": "zh", "PYTHONUTF8": "1", "LUOSHI_FILES": "kept"}
    environment.pop("LUOSHI_KEY_PASSPHRASE", None)

    def run(*words, fails=False):
        done = warm.luoshi(words, tmp_path, environment)
        assert (done.returncode != 0) == fails, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    return run


def events(luoshi, store):
    return luoshi("ledger", "list", "--format", "jsonl", "--store", store)


@pytest.mark.slow
def test_a_ledger_goes_to_a_server_and_back(luoshi, tmp_path):
    server = postgres.needed()
    url = server.database(empty=True)
    try:
        luoshi("add", "要点.md")
        before = events(luoshi, "luoshi.db")
        luoshi("ledger", "keygen", "督查室.key")
        assert "已签到第" in luoshi("ledger", "checkpoint", "--key", "督查室.key", "-o", "检查点.json")
        said = luoshi("ledger", "copy", url)
        assert "链已核对" in said
        assert events(luoshi, url) == before
        checked = luoshi(
            "ledger",
            "verify-chain",
            "--store",
            url,
            "--checkpoint",
            "检查点.json",
            "--public",
            "督查室.key.pub",
        )
        assert "与检查点相符" in checked
        assert "已有内容" in luoshi("ledger", "copy", url, fails=True)
        luoshi("ledger", "backup", "备份.zip", "--store", url)
        assert ".zip" in luoshi("ledger", "backup", "备份.db", "--store", url, fails=True)
        luoshi("import", "备份.zip", "--store", "恢复.db")
        assert events(luoshi, "恢复.db") == before
        luoshi("export", "archive", "-o", "台账.zip", "--store", "恢复.db")
        assert (tmp_path / "台账.zip").read_bytes() == (tmp_path / "备份.zip").read_bytes()
    finally:
        server.drop(url)


def test_a_backup_is_restored(luoshi, tmp_path):
    luoshi("add", "要点.md")
    before = events(luoshi, "luoshi.db")
    for name in ("备份.zip", "备份.db"):
        assert "个原件" in luoshi("ledger", "backup", name)
        assert "已存在" in luoshi("ledger", "backup", name, fails=True)
        luoshi("ledger", "backup", name, "--overwrite")
        luoshi("ledger", "restore", name, "--store", f"从{name}.db")
        assert events(luoshi, f"从{name}.db") == before
        assert list((tmp_path / f"从{name}.db.files").rglob("*.md"))
    (tmp_path / "坏.zip").write_bytes((tmp_path / "备份.zip").read_bytes()[:-100])
    assert "不是台账归档" in luoshi("ledger", "restore", "坏.zip", "--store", "新.db", fails=True)
    assert "读不了" in luoshi("import", "没有.zip", "--store", "没有.db", fails=True)
    assert not (tmp_path / "没有.db").exists()


def test_a_checkpoint_that_was_changed_is_refused(luoshi, tmp_path):
    luoshi("add", "要点.md")
    luoshi("ledger", "keygen", "key")
    said = json.loads(luoshi("ledger", "checkpoint", "--key", "key").partition("已签到")[0])
    said["sequence"] -= 1
    (tmp_path / "c.json").write_text(json.dumps(said), encoding="utf-8")
    assert "签名与内容不符" in luoshi("ledger", "verify-chain", "--checkpoint", "c.json", fails=True)
