import ast
from pathlib import Path

from alembic.script import ScriptDirectory

from gateway.storage import migrations

FOLDER = Path(migrations.__file__).parent
FILES = sorted(path for path in (FOLDER / "versions").glob("m*.py"))


def test_the_steps_are_one_line_named_after_their_files():
    steps = list(ScriptDirectory(str(FOLDER)).walk_revisions())[::-1]
    assert [f"m{step.revision}" for step in steps] == [path.name.partition("_")[0] for path in FILES]
    assert [step.down_revision for step in steps] == [None, *(step.revision for step in steps[:-1])]


def test_no_step_depends_on_tables_that_go_on_changing():
    for path in (*FILES, FOLDER / "columns.py"):
        imported = [node.module for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
        assert not [name for name in imported if name and name.startswith("gateway.storage.tables")], path.name
