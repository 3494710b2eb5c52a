"""The results of a long list while its run lasts: on disk, since each of them takes as much room as its report."""

from __future__ import annotations

import tempfile
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import overload

import msgspec

from resolver.errors import OutputError
from resolver.model import Resolution

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Resolution).decode
_FAST = 1  # zlib's level: a third of the size for a tenth of the time of the usual one


class ResultStore(Sequence[Resolution]):
    """Resolutions in a nameless temporary file, which vanishes with the process; read like a tuple.

    Args:
        folder: where the file is; the system's folder for such files where that can't be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # lives as long as this object
        except OSError:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as this object
        self._ends = array("Q")
        self._keys: Mapping[int, str] = {}

    def extend(self, resolutions: Iterable[Resolution]) -> None:
        """Add resolutions at the end.

        Raises:
            OutputError: the disk is full.
        """
        end = self._file.seek(0, 2)
        try:
            for resolution in resolutions:
                end += self._file.write(zlib.compress(_encode(resolution), _FAST))
                self._ends.append(end)
            self._file.flush()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OutputError(
                f"{self._folder}: the results can't be held there until they are written: {reason}"
            ) from error

    def name(self, keys: Mapping[int, str]) -> None:
        """Give the entries their citation keys, by row."""
        self._keys = keys

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[Resolution]:
        for position in range(len(self)):
            yield self._read(position)

    @overload
    def __getitem__(self, index: int) -> Resolution: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Resolution, ...]: ...
    def __getitem__(self, index: int | slice) -> Resolution | tuple[Resolution, ...]:
        if isinstance(index, slice):
            return tuple(self._read(n) for n in range(*index.indices(len(self))))
        return self._read(range(len(self))[index])

    def _read(self, position: int) -> Resolution:
        begin = self._ends[position - 1] if position else 0
        self._file.seek(begin)
        resolution = _decode(zlib.decompress(self._file.read(self._ends[position] - begin)))
        key = self._keys.get(resolution.entry.row, resolution.key)
        return resolution if key == resolution.key else msgspec.structs.replace(resolution, key=key)
