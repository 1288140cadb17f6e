#!/usr/bin/env python
"""Django's command line for this project; it starts the embedded services for the commands that need them."""

import os
import sys

# Commands that read files only. What is not named here may need the database.
WITHOUT_SERVICES = {
    "collectstatic",
    "compile_translations",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "parse_mail",
}
WITHOUT_SERVICES |= {"check_translations", "serve_demo", "startapp", "stop_services", "version", "--help", "--version"}


NO_SUCH_USER, TRY_LATER = 67, 75  # sysexits.h: what else may go wrong, a mail server must keep the mail


def take_mail() -> None:
    """Take one mail; whatever goes wrong before it is stored, a setting that is not read too, it is tried again."""
    try:
        main()
    except SystemExit as end:
        sys.exit(end.code if end.code in {None, 0, NO_SUCH_USER} else TRY_LATER)
    except Exception:  # noqa: BLE001 -- whatever it is
        import traceback  # noqa: PLC0415 -- for the worst case alone

        traceback.print_exc()
        sys.exit(TRY_LATER)


def main() -> None:
    """Run one management command."""
    if sys.argv[1:2] == ["parse_mail"]:
        from django.conf import settings  # noqa: PLC0415 -- this command wants nothing else

        settings.configure(USE_I18N=False)  # the words are English, and nothing else of Django is wanted
        from mail import parse_files  # noqa: PLC0415 -- as above

        parse_files.main(sys.argv[2:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.project.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- settings must be named first

    from helpdesk.project import embedded  # noqa: PLC0415 -- as above

    if not WITHOUT_SERVICES.intersection(sys.argv[1:2] or ["help"]):
        embedded.start()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    try:
        take_mail() if sys.argv[1:2] == ["take_mail"] else main()
    except KeyboardInterrupt:
        sys.exit(130)
