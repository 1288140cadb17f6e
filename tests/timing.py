"""How long something takes, without what the measuring of coverage adds to it."""

import sys
import time
from collections.abc import Callable


def is_done_within(limit: float, act: Callable[[], object]) -> bool:
    """Say whether ``act`` takes less than ``limit`` seconds of the processor; other processes do not count.

    Where it takes longer under a tracer, as that of coverage, it is done once more without.
    """
    is_quick, tracer = _seconds(act) < limit, sys.gettrace()
    if is_quick or tracer is None:
        return is_quick
    sys.settrace(None)
    try:
        return _seconds(act) < limit
    finally:
        sys.settrace(tracer)


def _seconds(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began
