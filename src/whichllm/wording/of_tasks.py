"""What is known of a task, in English."""

from __future__ import annotations

from whichllm.catalog import Catalog, Task
from whichllm.reading.tasks import Match


def title(match: Match, catalog: Catalog) -> str:
    """The name of the task that was understood, with the ids that other commands take."""
    task = catalog.tasks[match.subtask or match.task]
    tag = match.task if not match.subtask else f"{match.task} / {match.subtask}"
    return f"{task.name} ({tag})"


def kind(task: Task, catalog: Catalog) -> str:
    """What sort of task it is."""
    if task.subtask_of:
        return f"subtask of {task.subtask_of}"
    return "task of your own" if catalog.is_added(task) else "task (Hugging Face pipeline tag)"
