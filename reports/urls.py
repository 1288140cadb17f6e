"""Addresses of the reports."""

from django.urls import path

from reports.views import compliance, dashboard, simulations

app_name = "reports"
REPORT = "sla/compliance/"
SIMULATION = "sla/simulations/<uuid:public_id>/"

urlpatterns = [
    path("sla/", dashboard.level_dashboard, name="level_dashboard"),
    path(REPORT, compliance.compliance_report, name="compliance_report"),
    path(f"{REPORT}tickets/", compliance.compliance_tickets, name="compliance_tickets"),
    path(f"{REPORT}csv/", compliance.compliance_csv, name="compliance_csv"),
    path(f"{REPORT}companies/<str:code>/pdf/", compliance.company_compliance_pdf, name="company_compliance_pdf"),
    path("sla/simulations/", simulations.simulation_list, name="simulation_list"),
    path(SIMULATION, simulations.simulation_detail, name="simulation_detail"),
    path(f"{SIMULATION}csv/", simulations.simulation_csv, name="simulation_csv"),
    path("policies/<int:pk>/simulate/", simulations.policy_simulate, name="policy_simulate"),
]
