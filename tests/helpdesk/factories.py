"""People as tests want them."""

import factory
from django.contrib.auth.models import Group, Permission
from factory.django import DjangoModelFactory

from helpdesk.models import User


class UserFactory(DjangoModelFactory):
    """Somebody who signs in; a customer, unless a role is asked for; ``rights`` are codenames."""

    class Meta:
        model = User

    class Params:
        agent = factory.Trait(is_agent=True, group="agent")
        supervisor = factory.Trait(is_agent=True, group="supervisor")
        sales = factory.Trait(is_agent=True, group="sales")
        biller = factory.Trait(is_agent=True, group="biller")
        admin = factory.Trait(is_agent=True, is_staff=True, group="admin")
        superuser = factory.Trait(is_agent=True, is_staff=True, is_superuser=True)

    email = factory.Sequence("person-{}@example.com".format)
    display_name = factory.Sequence("Person {}".format)

    group = None
    rights = ()

    @classmethod
    def _create(cls, model_class, *args, group=None, rights=(), **kwargs):
        user = super()._create(model_class, *args, **kwargs)
        if rights:
            user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        if group:
            user.groups.add(Group.objects.get(name=group))
        return user
