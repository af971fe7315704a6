"""Which batches of a table are there: each is written aside, committed by one rename, and then moved in.

::

    OUTPUT/records/year=2025/province=湖南省/000003-part-….parquet    the table
    OUTPUT/_luoshi/records/new/000004/                              a batch that is being written
    OUTPUT/_luoshi/records/commits/000003.json                      its files, once it is whole
    OUTPUT/_luoshi/records/done/000003/                             the keys of what it did

A run that is killed before the rename leaves a folder in ``new``, which the next run deletes; one that is
killed after it leaves files in ``new`` that the next run moves to where the commit says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from luoshi import __version__
from luoshi.errors import StoreError
from luoshi.spark.storage import Storage

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_ROWS: Final = "rows"
_KEYS: Final = "keys"


class Log:
    """The batches of one table of an output folder. One run at a time may write."""

    def __init__(self, spark: SparkSession, output: str, table: str) -> None:
        self._spark = spark
        self._storage = Storage(spark)
        self.table = f"{output}/{table}"
        self._root = f"{output}/_luoshi/{table}"
        self.pending = f"{self._root}/pending"
        self.next = 1

    def recover(self) -> None:
        """Finish what an earlier run committed, and delete what it did not."""
        commits = self._storage.names(f"{self._root}/commits")
        for name in commits:
            number = name.removesuffix(".json")
            if self._storage.exists(self._new(number)):
                self._publish(number, self._storage.read(f"{self._root}/commits/{name}"))
        for left in ("new", "pending"):
            self._storage.delete(f"{self._root}/{left}")
        self.next = 1 + max((int(name.removesuffix(".json")) for name in commits), default=0)

    def done(self) -> DataFrame | None:
        """Give the keys of all that is committed, in the column ``key``; ``None`` where nothing is."""
        folders = [f"{self._root}/done/{name}" for name in self._storage.names(f"{self._root}/done")]
        return self._spark.read.schema("key string").parquet(*folders) if folders else None

    def manifests(self) -> list[dict[str, Any]]:
        """Give what is said of each batch: files, records, failed, moved, luoshi."""
        folder = f"{self._root}/commits"
        return [self._storage.read(f"{folder}/{name}") for name in self._storage.names(folder)]

    def add(self, rows: DataFrame, keys: DataFrame) -> dict[str, Any]:
        """Write rows as one batch, with the keys of what they come from; give its manifest.

        Raises:
            StoreError: another run wrote meanwhile.
        """
        number = f"{self.next:06d}"
        new = self._new(number)
        rows.write.mode("overwrite").partitionBy("year", "province").parquet(f"{new}/{_ROWS}")
        keys.select("key").coalesce(1).write.mode("overwrite").parquet(f"{new}/{_KEYS}")
        manifest = self._counted(new) | {"luoshi": __version__, "moved": self._parts(f"{new}/{_ROWS}")}
        self._storage.write(f"{new}/manifest.json", manifest)
        try:
            self._storage.move(f"{new}/manifest.json", f"{self._root}/commits/{number}.json")
        except OSError:
            raise StoreError(
                f"{self.table}: another run writes there; start one at a time and run this again",
                code="spark_other_run",
                details={"name": self.table},
            ) from None
        self._publish(number, manifest)
        self.next += 1
        return manifest

    def _publish(self, number: str, manifest: dict[str, Any]) -> None:
        """Move the files of a committed batch into the table; what was moved before is let be."""
        new = self._new(number)
        for name in manifest["moved"]:
            folder, _, file = name.rpartition("/")
            there = f"{self.table}/{folder}/{number}-{file}"
            if self._storage.exists(f"{new}/{_ROWS}/{name}"):
                self._storage.delete(there)  # half of a copy, where renaming copies
                self._storage.move(f"{new}/{_ROWS}/{name}", there)
        if self._storage.exists(f"{new}/{_KEYS}"):
            self._storage.delete(f"{self._root}/done/{number}")
            self._storage.move(f"{new}/{_KEYS}", f"{self._root}/done/{number}")
        self._storage.delete(new)

    def _parts(self, folder: str) -> list[str]:
        """Only files of rows: markers and checksums stay behind."""
        return [name for name in self._storage.files(folder) if name.endswith(".parquet")]

    def _counted(self, new: str) -> dict[str, Any]:
        from pyspark.sql import functions as f

        files = self._spark.read.parquet(f"{new}/{_KEYS}").count()
        rows = self._spark.read.schema("error string").parquet(f"{new}/{_ROWS}")
        counted = rows.select(f.count("*").alias("rows"), f.count("error").alias("failed")).collect()[0]
        failed = int(counted["failed"])
        return {"files": files, "records": int(counted["rows"]) - failed, "failed": failed}

    def _new(self, number: str) -> str:
        return f"{self._root}/new/{number}"
