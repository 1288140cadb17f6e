"""Addresses of servers in the environment: what a wrong one is answered with."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("MAIL_SMTP_URL", "smtp://me:hunter#2@server:25"),
        ("MAIL_SMTP_URL", "smtp://me:[hunter2@server:25"),
        ("DATABASE_URL", "postgres://me:hunter/2@server/desk"),
        ("DATABASE_URL", "postgres://me:hunter?2@server/desk"),
    ],
)
def test_address_that_cannot_be_read_is_refused_without_a_part_of_its_password(name, address):
    command = [sys.executable, "-c", "from helpdesk.project import settings"]

    ran = subprocess.run(
        command, cwd=settings.BASE_DIR, env=os.environ | {name: address}, capture_output=True, text=True, check=False
    )

    assert f"{name} cannot be read" in ran.stderr.splitlines()[-1]
    assert "hunter" not in ran.stderr
