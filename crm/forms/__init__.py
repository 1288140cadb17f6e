"""What a browser may send to the customer register."""

from crm.forms.company import AddressForm, AddressFormSet, CompanyForm, belongings
from crm.forms.contact import ContactForm
from crm.forms.filters import CompanyFilterForm, ContactFilterForm, PartyForm
from crm.forms.widgets import PartySelect

__all__ = [
    "AddressForm",
    "AddressFormSet",
    "CompanyFilterForm",
    "CompanyForm",
    "ContactFilterForm",
    "ContactForm",
    "PartyForm",
    "PartySelect",
    "belongings",
]
