"""Who asks, and what they have from us."""

from crm.models.company import Address, Company, CompanyDomain, CompanyGroup
from crm.models.contact import Contact
from crm.models.project import Asset, Project, ProjectResource, ProjectTask

__all__ = [
    "Address",
    "Asset",
    "Company",
    "CompanyDomain",
    "CompanyGroup",
    "Contact",
    "Project",
    "ProjectResource",
    "ProjectTask",
]
