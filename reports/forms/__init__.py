"""What a browser may ask of the reports."""

from reports.forms.compliance import ReportForm
from reports.forms.simulations import SimulationForm

__all__ = ["ReportForm", "SimulationForm"]
