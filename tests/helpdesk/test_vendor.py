"""What browsers load is what the manifest promises."""

import subprocess
import sys

from django.conf import settings


def test_vendored_files_are_those_of_the_manifest():
    command = [sys.executable, settings.BASE_DIR / "bin/vendor", "--check"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
