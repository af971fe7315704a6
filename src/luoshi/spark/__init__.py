"""The pure stages on Apache Spark, row for row those of one machine; needs ``pip install 'luoshi[spark]'``.

::

    from luoshi.spark import extract

    files = spark.read.format("binaryFile").load("hdfs:///archive/2025")
    extract(files).where("force = 'binding'").select("source", "text", "deadline.until").show()

A file that cannot be read is a row with ``error``, never a failed job. ``luoshi.spark.job`` writes the
tables of a whole archive and goes on where it was stopped. The workers' Python needs luoshi too.
"""

from __future__ import annotations

from luoshi.spark.stages import align, extract, follow

__all__ = ["align", "extract", "follow"]
