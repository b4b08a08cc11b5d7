"""Every example of every task lands on its task: one test each. The examples stand in data/categories.yaml."""

from __future__ import annotations

import pytest

from whichllm import Catalog, load_catalog, recommend

EXAMPLES = [(task.id, example) for task in load_catalog().tasks.values() for example in task.examples]


@pytest.mark.parametrize(("task_id", "example"), EXAMPLES)
def test_example_lands_on_its_task(task_id: str, example: str, catalog: Catalog) -> None:
    task = catalog.tasks[task_id]
    matches = recommend(example).matches
    assert matches, "nothing was understood"
    assert matches[0].task == task.tag, matches[0]
    if task.subtask_of:
        assert matches[0].subtask == task.id, matches[0]
