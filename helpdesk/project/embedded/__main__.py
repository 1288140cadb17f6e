"""``python -m helpdesk.project.embedded COMMAND …`` runs a command with the services around it."""

import signal
import subprocess
import sys

from helpdesk.project import embedded


def main() -> int:
    """Run the command; leave Ctrl-C, which the terminal sends to both, to it, and pass on a request to end."""
    with embedded.session():
        child = subprocess.Popen(sys.argv[1:])
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda number, _frame: child.send_signal(number))
        return child.wait()


if __name__ == "__main__":
    sys.exit(main())
