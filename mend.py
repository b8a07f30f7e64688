"""The entry point of `mend`: handles Ctrl-C from the first moment, then loads the command line."""

import os
import signal
import sys

__all__ = ["main"]


def main() -> None:
    """Load the command line and run it."""
    # Where Ctrl-C is ignored, as under nohup, it stays so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)
    from sim.cli.main import main as run

    run()


def _stop(*_: object) -> None:
    """Exit at once. Nothing is written yet, and an exception within an import may be mistaken for another error."""
    os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, b"mend: stopped.\n")
    os._exit(130)


if __name__ == "__main__":
    main()
