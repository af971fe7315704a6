"""Long work goes through a queue in the database; processes of their own take it from there."""

from luoshi.serving.queue.workers import workers

__all__ = ["workers"]
