"""Set up the course and open it: `python start.py`, on any system and without make.

An old Python must be able to read this file, to say that it is old. What needs a newer one is in `setting_up`.
"""

import os
import signal
import subprocess
import sys

NEEDED = (3, 11)
NAMES = ("python3.13", "python3.12", "python3.11", "python3", "python", "py")  # `py` finds Pythons on Windows
QUESTION = "import sys; sys.exit(sys.version_info < (3, 11))"
TOO_OLD = (
    "Missing: Python 3.11 or later. Found: Python {0}. Install it from python.org or with your system's packages.\n"
)
IN_PIECES = "Missing: setting_up.py. Copy or unpack the whole folder of the course, and start there.\n"
REFUSED = 2


def main():
    """Set up, with a newer Python if this one is too old, and start the workshop; return the exit code."""
    command = prepared() if sys.version_info >= NEEDED else with_a_newer_python()
    return hand_over(command) if isinstance(command, list) else command


def prepared():
    """Return the command that opens the workshop, or an exit code if there is nothing to open."""
    try:
        import setting_up
    except ImportError:
        sys.stderr.write(IN_PIECES)
        return REFUSED
    return setting_up.main(sys.argv[1:])


def with_a_newer_python():
    """Return the command that does the same with a newer Python, or say that there is none."""
    for name in NAMES:
        if is_new_enough(name):
            command = list(sys.argv)
            command.insert(0, name)
            return command
    sys.stderr.write(TOO_OLD.format(".".join(map(str, sys.version_info[:3]))))
    return REFUSED


def is_new_enough(name):
    """Return whether this command starts a new enough Python; the command may exist without one."""
    try:
        asked = subprocess.Popen([name, "-c", QUESTION], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        asked.communicate()
    except OSError:
        return False
    return asked.returncode == 0


def hand_over(command, system=os.name):
    """Replace this process by the command; on Windows, where that is impossible, wait and return its exit code."""
    if system != "nt":
        os.execvp(command[0], command)  # noqa: S606 - Ctrl-C and the like must reach the workshop itself
    # On Windows the workshop receives Ctrl-C too, and needs time to end its kernels.
    signal.signal(signal.SIGINT, lambda *_: None)
    return subprocess.call(command)


if __name__ == "__main__":
    sys.exit(main())
