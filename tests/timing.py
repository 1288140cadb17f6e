"""How long something takes, without what the measuring of coverage adds to it."""

import sys
import time
from collections.abc import Callable


def seconds(act: Callable[[], object]) -> float:
    """Return the processor's time that ``act`` takes; other processes, and the tracer of coverage, do not count."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        began = time.process_time()
        act()
        return time.process_time() - began
    finally:
        sys.settrace(tracer)
