"""Rights of the shipped groups, for the migrations of each app."""

from collections.abc import Iterable, Mapping

from django.apps.registry import Apps

Grants = Mapping[str, Iterable[str]]


def grant(apps: Apps, app_label: str, grants: Grants) -> None:
    """Give each group its rights ``"<codename> <model>"``, making permissions that do not exist yet.

    Django makes permissions only after all migrations have run, too late for a migration that grants them.
    """
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    type_model = apps.get_model("contenttypes", "ContentType")
    for name, rights in grants.items():
        group, _made = group_model.objects.get_or_create(name=name)
        for right in rights:
            codename, model = right.split(" ")
            content_type, _made = type_model.objects.get_or_create(app_label=app_label, model=model)
            permission, _made = permission_model.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
            )
            group.permissions.add(permission)
