"""What a demo's page of sign-in offers."""

from django import template

from demo import logins, our_company

register = template.Library()


@register.simple_tag
def demo_logins() -> list[logins.Login]:
    """Return the logins that everybody who looks at the demo may use."""
    return logins.listed()


@register.simple_tag
def demo_password() -> str:
    """Return the one password of them all."""
    return our_company.PASSWORD
