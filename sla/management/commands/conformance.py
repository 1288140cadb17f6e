"""Play vectors through the product, one JSON line each."""

import json
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils.module_loading import module_has_submodule

from sla.conformance import Facts, Play, VectorResult, area_of, run


class Command(BaseCommand):
    """``bin/manage conformance FILE``."""

    help = (
        "Play the vectors of FILE through the product and print one JSON line for each. "
        "This happens in a database of its own, which is dropped afterwards."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a file, and the areas to play."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--area", default="", metavar="PREFIX", help="only areas that begin like this")

    def handle(self, *args: object, file: Path, area: str, **options: object) -> None:
        """Print how each vector went."""
        vectors: list[Facts] = json.loads(file.read_text(encoding="utf-8"))
        wanted = [vector for vector in vectors if area_of(vector).startswith(area)]
        areas = all_areas()
        with database_of_its_own():
            for vector in wanted:
                self.stdout.write(json.dumps(play(vector, areas).as_data(), ensure_ascii=False))


def all_areas() -> dict[str, Play]:
    """Return what each installed app knows to play."""
    found: dict[str, Play] = {}
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, "conformance"):
            found |= import_module(f"{config.name}.conformance").AREAS
    return found


def play(vector: Facts, areas: dict[str, Play]) -> VectorResult:
    """Run one vector, and take back whatever it wrote."""
    with transaction.atomic():
        outcome = run(vector, areas)
        transaction.set_rollback(True)
    return outcome


@contextmanager
def database_of_its_own() -> Iterator[None]:
    """Make an empty database for what is done inside, and drop it again."""
    usual = str(connection.settings_dict["NAME"])
    connection.settings_dict["TEST"]["NAME"] = f"{usual}_conformance_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)
