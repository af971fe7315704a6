"""The rows of a supervision ledger as commitments: what each of its cells says of the task."""

from luoshi.extracting.tasks.completing import completed
from luoshi.extracting.tasks.rows import Task, ledger_outline, tasks_of

__all__ = ["Task", "completed", "ledger_outline", "tasks_of"]
