"""Folders as Spark reaches them: local ones, HDFS and object stores by the same few acts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class Storage:
    """Acts on paths as the cluster's own settings reach them. A path is a string, with or without scheme."""

    def __init__(self, spark: SparkSession) -> None:
        session: Any = spark
        self._hadoop = session._jvm.org.apache.hadoop.fs
        self._io = session._jvm.org.apache.commons.io.IOUtils
        self._settings = session._jsc.hadoopConfiguration()

    def is_local(self, path: str) -> bool:
        """Whether it is a folder of this machine (or one that all machines see under one name)."""
        return bool(self._system(path).getScheme() == "file")

    def exists(self, path: str) -> bool:
        """Whether a file or folder is there."""
        return bool(self._system(path).exists(self._path(path)))

    def names(self, folder: str) -> list[str]:
        """Give the names in a folder, in order; none where it is absent."""
        if not self.exists(folder):
            return []
        return sorted(one.getPath().getName() for one in self._system(folder).listStatus(self._path(folder)))

    def files(self, folder: str, below: str = "") -> Iterator[str]:
        """Give the names of the files in a folder and the folders in it, relative to it."""
        here = f"{folder}/{below}" if below else folder
        for one in self._system(here).listStatus(self._path(here)):
            name = f"{below}/{one.getPath().getName()}" if below else str(one.getPath().getName())
            if one.isDirectory():
                yield from self.files(folder, name)
            else:
                yield name

    def empty(self, folder: str) -> Iterator[str]:
        """Give the whole paths of the files without a byte in a folder and the folders in it."""
        found = self._system(folder).listFiles(self._path(folder), True)
        while found.hasNext():
            one = found.next()
            if one.getLen() == 0:
                yield str(one.getPath().toString())

    def move(self, old: str, new: str) -> None:
        """Rename a file or folder, the folders above it being made.

        Raises:
            OSError: it is not there, or something of the new name is.
        """
        system = self._system(new)
        system.mkdirs(self._path(new).getParent())
        if self.exists(new) or not system.rename(self._path(old), self._path(new)):
            raise OSError(f"{old} could not be renamed {new}")

    def delete(self, path: str) -> None:
        """Delete a file or folder with all in it, where it is there."""
        self._system(path).delete(self._path(path), True)

    def write(self, path: str, value: object) -> None:
        """Write a value as JSON into a new file."""
        stream = self._system(path).create(self._path(path), True)
        try:
            stream.write(bytearray(json.dumps(value, ensure_ascii=False), "utf-8"))
        finally:
            stream.close()

    def read(self, path: str) -> Any:  # noqa: ANN401 - what JSON holds
        """Give the value that ``write`` wrote."""
        stream = self._system(path).open(self._path(path))
        try:
            return json.loads(self._io.toString(stream, "UTF-8"))
        finally:
            stream.close()

    def _path(self, path: str) -> Any:  # noqa: ANN401 - of the Java side
        return self._hadoop.Path(path)

    def _system(self, path: str) -> Any:  # noqa: ANN401
        return self._path(path).getFileSystem(self._settings)
