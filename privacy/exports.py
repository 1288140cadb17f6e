"""Everything that the desk knows of a person, as they may take it with them: rows, files and mails."""

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO, TextIOWrapper
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from helpdesk import files
from helpdesk.actions import audit
from helpdesk.enums import AuditKind
from helpdesk.errors import FileGone
from helpdesk.models import User
from mail.fields import EncryptedTextField
from privacy.people import Person
from privacy.person_records import Reach
from privacy.personal_data import Table, cipher
from privacy.rules import ensure_can_handle_data
from tickets.enums import Visibility
from tickets.models import Note, Ticket

# Secrets of the desk, which tell nothing of a person, and what others wrote down for themselves alone.
LEFT_OUT_TABLES = {
    "mail.ReplyToken",
    "mfa.Authenticator",
    "sessions.Session",
    "socialaccount.SocialApp",
    "tickets.SearchDocument",
}
LEFT_OUT_COLUMNS = {"password", "search_text", "bounce_salt", "bounce_hash", "session", "token", "token_secret"}
FORMAT = 1


def export(person: Person, out: IO[bytes], *, by: User | None) -> None:
    """Write a zip of ``person.json``, ``files/`` and ``mails/`` to ``out``, each file in pieces, one mail after the other."""
    ensure_can_handle_data(by)
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        with TextIOWrapper(archive.open("person.json", "w", force_zip64=True), encoding="utf-8") as told:
            json.dump(known(person), told, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False)
        for name, source in _sources(Reach(person)):
            with source, archive.open(name, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target)
    subject = str(person.contact or person.user or person.addresses[0])
    audit.record(AuditKind.EXPORTED, by=by, about=person.user, subject=subject, what="person")


def known(person: Person) -> dict[str, object]:
    """Return every row that names ``person``, hangs on their card or login, or is part of their tickets."""
    rows = {label: found for label, found in _rows(person) if found}
    return {"format": FORMAT, "addresses": person.addresses, "names": person.names, "rows": rows}


def _rows(person: Person) -> Iterator[tuple[str, list[dict[str, object]]]]:
    of_him, tickets = cipher(person, ""), set(Reach(person).tickets.values_list("pk", flat=True))
    for model in apps.get_models():
        table = Table(model)
        if table.label in LEFT_OUT_TABLES:
            continue
        keys = set(table.rows_with(of_him)) if table.columns else set()
        keys |= _hanging(model, person, tickets)
        found = model._default_manager.filter(pk__in=keys).order_by("pk")
        if model is Note:
            found = found.filter(visibility=Visibility.INTERNAL, deleted_at=None)
        yield table.label, [_row(one) for one in found.iterator(chunk_size=500)]


def _hanging(model: type[models.Model], person: Person, tickets: set[int]) -> set[int]:
    """Return the keys of the rows of ``model`` that belong to their card, their login or their tickets."""
    of: dict[object, list[int]] = {type(one): [one.pk] for one in (person.contact, person.user) if one} | {
        Ticket: list(tickets)
    }
    keys = set(of.get(model, []))
    for field in model._meta.local_fields:
        if field.is_relation and field.related_model in of:
            wanted = {f"{field.name}__in": of[field.related_model]}
            keys |= set(model._default_manager.filter(**wanted).values_list("pk", flat=True))
    return keys


def _row(one: models.Model) -> dict[str, object]:
    told = (field for field in one._meta.local_concrete_fields if not _is_secret(field))
    row = {field.name: field.value_from_object(one) for field in told}
    return row | {"author_is_proven": not one.is_claimed} if isinstance(one, Note) else row


def _is_secret(field: "models.Field[object, object]") -> bool:
    return field.name in LEFT_OUT_COLUMNS or isinstance(field, EncryptedTextField)


def _sources(reach: Reach) -> Iterator[tuple[str, IO[bytes]]]:
    for attachment in reach.attachments.select_related("file").iterator(chunk_size=500):
        with suppress(FileGone):
            yield f"files/{attachment.pk}-{files.name_on_disk(attachment.name)}", files.opened(attachment.file)
    for mail in reach.inbound.iterator(chunk_size=100):
        raw = mail.peek()
        if raw:
            yield f"mails/{mail.pk}.eml", BytesIO(raw)
