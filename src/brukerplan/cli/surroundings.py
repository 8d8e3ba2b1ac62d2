"""What only the command line may know: the time, the user, seconds gone by."""

import atexit
import getpass
import os
import shutil
import tempfile
import time
from datetime import datetime
from pathlib import Path

clock = time.perf_counter


def now() -> datetime:
    """Give the time with its zone, to the second."""
    return datetime.now().astimezone().replace(microsecond=0)


def now_text() -> str:
    """Give the time as ISO text, as it is kept in the store's history."""
    return now().isoformat()


def user_name() -> str:
    """Give the name of the user who runs the program; empty if there is none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # Windows has no module pwd
        return ""


def give_libraries_a_folder() -> None:
    """Give matplotlib a folder for its cache where the user has no home, as in cron.

    Else it would complain on stderr, and cron would send that as mail. The folder is
    removed when the program ends.
    """
    if "MPLCONFIGDIR" in os.environ or _has_home():
        return
    folder = tempfile.mkdtemp(prefix="brukerplan-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["MPLCONFIGDIR"] = folder


def _has_home() -> bool:
    try:
        return os.access(Path.home(), os.W_OK)
    except RuntimeError:
        return False
