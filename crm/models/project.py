"""Projects with their tasks and resources, and the assets we look after."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.enums import ResourceRole
from crm.models.company import Company
from crm.querysets import AssetQuerySet, ProjectQuerySet


class Project(models.Model):
    """A job with a name and a term, for a customer or for ourselves."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("company")
    )
    is_active = models.BooleanField(_("active"), default=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering: ClassVar[list[str]] = ["code"]
        constraints = [
            models.CheckConstraint(name="project_coded", condition=~Q(code="")),
            models.CheckConstraint(
                name="project_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A project cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} – {self.name}"

    @property
    def tasks_done(self) -> int:
        """Return how many of the project's tasks are done."""
        return sum(task.done for task in self.tasks.all())


class ProjectTask(models.Model):
    """A piece of a project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="tasks", verbose_name=_("project"))
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    planned_minutes = models.PositiveIntegerField(_("planned minutes"), default=0)
    done = models.BooleanField(_("done"), default=False)

    class Meta:
        verbose_name = _("project task")
        verbose_name_plural = _("project tasks")
        ordering: ClassVar[list[str]] = ["project", "position", "pk"]
        constraints = [models.CheckConstraint(name="project_task_named", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name


class ProjectResource(models.Model):
    """Somebody of ours who works in a project (Fluentis: job resource)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="resources", verbose_name=_("project"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="project_resources", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=12, choices=ResourceRole, default=ResourceRole.TECHNICIAN)

    class Meta:
        verbose_name = _("project resource")
        verbose_name_plural = _("project resources")
        ordering: ClassVar[list[str]] = ["project", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="project_resource_once")]

    def __str__(self) -> str:
        return str(self.user)


class Asset(models.Model):
    """A thing at a customer's that we look after: a machine, a program, a line."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="assets", verbose_name=_("company"))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=80, blank=True)
    serial = models.CharField(_("serial number"), max_length=120, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints = [models.CheckConstraint(name="asset_named", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name
