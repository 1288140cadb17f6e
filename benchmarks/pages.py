"""Processor time of the pages: this tree, another tree beside it, and this tree with Redis away.

    python benchmarks/pages.py [--against FOLDER] [--rounds 20] [--tickets 300]

FOLDER is a checkout of another version; it is run by the same Python. Each tree is a process with a database of its own,
made and dropped by the run, on the embedded PostgreSQL. Rounds are interleaved, so that whatever else the machine does
falls on all alike. Prints one JSON line per page, with the median milliseconds of processor time that our process spends
on it and of time that the client waits, and the ratios: ours to the other tree's in processor time, and in both times with
Redis away to the usual.
"""

import argparse
import contextlib
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
TIMES = 5


def serve(name, tickets):
    """Be one tree: make its desk, then answer each page's name on the standard input with the seconds it took."""
    import django
    from django.conf import settings

    settings.DATABASES["default"]["TEST"] = {"NAME": f"bench_pages_{name}"}
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    settings.CELERY_TASK_ALWAYS_EAGER = name != "away"
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.ACCOUNT_RATE_LIMITS = False
    settings.ALLOWED_HOSTS = ["*"]
    settings.LOGGING["root"]["level"] = "ERROR"
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    with contextlib.redirect_stdout(sys.stderr):  # it speaks of the table of the cache
        made = setup_databases(verbosity=0, interactive=False)
    try:
        pages = desk(tickets)
        for ask in pages.values():
            ask()
        gc.collect()
        gc.freeze()  # as the web server does; else chance decides which page pays for walking through all modules
        print("ready", flush=True)
        for line in sys.stdin:
            print(json.dumps(timed(pages[line.strip()])), flush=True)
    finally:
        teardown_databases(made, verbosity=0)


def desk(tickets):
    """Make people and tickets; return what asks for each page."""
    from django.test import Client
    from django.urls import reverse

    from tests.helpdesk.factories import UserFactory
    from tests.mail.factories import MailboxFactory
    from tests.tickets.factories import TicketFactory, TypeFactory

    MailboxFactory()
    kind, ana = TypeFactory(), UserFactory(agent=True, email="ana@bench.example")
    ana.set_password("a long password")
    ana.save()
    ticket = [TicketFactory(type=kind) for _ in range(tickets)][-1]
    client = Client()
    client.force_login(ana)
    address, listing = ticket.get_absolute_url(), reverse("tickets:ticket_list")
    answer = reverse("tickets:ticket_reply", args=[ticket.slug])
    typed = {"body": "It works again.", "format": "text", "source": "phone", "then": "wait"}
    entry = {"login": "ana@bench.example", "password": "a long password"}
    return {
        "list": lambda: client.get(listing),
        "ticket": lambda: client.get(address),
        "search": lambda: client.get(listing, {"q": "printer"}),
        "reply": lambda: client.post(answer, typed),
        "sign-in": lambda: Client().post(reverse("account_login"), entry),
    }


def timed(ask):
    """Return the processor seconds that one request takes, the seconds until it is answered, and its statuses."""
    ask()
    worked, waited = time.process_time(), time.perf_counter()
    statuses = {ask().status_code for _ in range(TIMES)}
    return [(time.process_time() - worked) / TIMES, (time.perf_counter() - waited) / TIMES, sorted(statuses)]


class Tree:
    """A version of the desk in a process of its own."""

    def __init__(self, name, folder, tickets, **environment):
        command = [sys.executable, __file__, "--serve", name, "--tickets", str(tickets)]
        env = (
            os.environ
            | {"PYTHONPATH": str(folder), "DJANGO_SETTINGS_MODULE": "helpdesk.project.settings"}
            | environment
        )
        self.process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if self.process.stdout.readline().strip() != "ready":
            sys.exit(f"{folder} did not start")

    def ask(self, page):
        """Return what ``timed`` says of one turn."""
        print(page, file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def close(self):
        """End it; its database goes with it."""
        self.process.stdin.close()
        self.process.wait()


def compare(trees, page, rounds):
    """Have each tree asked for ``page`` in turn, and print what it took."""
    turns = {name: [] for name in trees}
    for _ in range(rounds):
        for name, tree in trees.items():
            turns[name].append(tree.ask(page))
    worked, waited = ({name: middle(turns[name], at) for name in trees} for at in (0, 1))
    line = {"page": page, "ms": worked, "waited ms": waited, "status": {name: turns[name][-1][2] for name in trees}}
    line["away"] = [round(times["away"] / times["this"], 3) for times in (worked, waited)]
    if "other" in trees:
        line["this to other"] = round(worked["this"] / worked["other"], 3)
    print(json.dumps(line), flush=True)


def middle(turns, at):
    """Return the median of one of the times, in milliseconds."""
    return round(statistics.median(turn[at] for turn in turns) * 1000, 2)


def main(arguments):
    from helpdesk.project import embedded

    places = {"DATABASE_URL": os.environ.get("DATABASE_URL") or embedded.database_url()}
    redis = {"REDIS_URL": os.environ.get("REDIS_URL") or embedded.redis_url()}
    with embedded.session(), contextlib.ExitStack() as stack:
        trees = {"this": Tree("this", HERE, arguments.tickets, **places, **redis)}
        if arguments.against:
            trees["other"] = Tree("other", Path(arguments.against).resolve(), arguments.tickets, **places, **redis)
        trees["away"] = Tree("away", HERE, arguments.tickets, **places, REDIS_URL="unix:///nowhere/redis.sock?db=0")
        for tree in trees.values():
            stack.callback(tree.close)
        for page in ("list", "ticket", "search", "reply", "sign-in"):
            compare(trees, page, arguments.rounds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--against")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--tickets", type=int, default=300)
    parser.add_argument("--serve")
    given = parser.parse_args()
    if given.serve:
        serve(given.serve, given.tickets)
    else:
        sys.path.insert(0, str(HERE))
        main(given)
