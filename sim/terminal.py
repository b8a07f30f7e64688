"""The terminal: standard output that ends quietly where nobody reads on."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from sim.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Buffer

__all__ = ["READER_GONE", "guard_output"]

READER_GONE = 141  # what a shell reports of any tool that a closed pipe ended (128 + SIGPIPE)


def guard_output() -> None:
    """Let what cannot be written to standard output or error end the command without a traceback.

    A reader that goes, such as `head`, ends it quietly; a full disk is one clear line.
    """
    for name, number in (("stdout", 1), ("stderr", 2)):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open to the end
        elif stream.isatty():
            stream.reconfigure(errors="replace")  # a name that this console has no letters for is no reason to stop
        else:
            raw = io.BufferedWriter(_Output(number, "w", closefd=False))
            own = io.TextIOWrapper(raw, encoding=stream.encoding, errors="replace", write_through=name == "stderr")
            setattr(sys, name, own)


class _Output(io.FileIO):
    """A file, pipe or device; once it has failed, whatever else is written is dropped."""

    failed = False

    def write(self, data: Buffer) -> int:
        if self.failed:
            return memoryview(data).nbytes
        try:
            return super().write(data)
        except BrokenPipeError:
            self.failed = True
            sys.exit(READER_GONE)
        except OSError as error:
            self.failed = True
            raise BadInput(f"standard output: cannot be written ({error.strerror})") from None
