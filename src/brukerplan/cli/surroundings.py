"""What only the command line may know: the time, the user, seconds gone by."""

import getpass
import time
from datetime import datetime

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
    except (KeyError, OSError):
        return ""
