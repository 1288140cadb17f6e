"""The repository checks itself: what reviews would ask for again and again."""

import ast
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from billing.enums import BillingEventKind
from estimates.enums import EstimateEvent
from tests import waits
from tests.complexity import complexity, functions
from tickets.enums import TicketEvent

APPS = [
    "helpdesk",
    "crm",
    "sla",
    "mail",
    "tickets",
    "mail_triage",
    "estimates",
    "billing",
    "reports",
    "privacy",
    "demo",
]
BASE = Path(settings.BASE_DIR)
TEMPLATES = sorted((BASE / "templates").rglob("*.html"))
MODULES = sorted(
    path for app in APPS for path in (BASE / app).rglob("*.py") if "migrations" not in path.relative_to(BASE).parts
)
# Templates that Django and allauth look for by name.
FOUND_BY_NAME = re.compile(r"^(\d{3}(_csrf)?\.html|(account|allauth|mfa|socialaccount|usersessions|admin)/.*)$")
# Who is not signed in may see these, and nothing else. The pages of allauth guard themselves.
PUBLIC_VIEWS = {"helpdesk:health", "tickets:solution_answer", "admin:login", "admin:jsi18n"}
FORBIDDEN_IN_TEMPLATES = {
    "safe filter": r"\|\s*safe\b",
    "autoescape off": r"autoescape\s+off",
    "inline script": r"<script(?![^>]*\b(src|type=\"application/json\"))[^>]*>",
    "inline style": r"<style\b|\sstyle\s*=",
    "event attribute": r"\son[a-z]+\s*=\s*[\"']|\shx-on",
    # The formatter puts tags that touched onto lines of their own; see findings/.
    "blank before punctuation": r"\n\s*(\{% (if|elif|else|with)[^%]*%\}\s*)?[,.:;!?)](?![\w.])",
}
ALLOWED_IN_TEMPLATES = {
    # The words of a mail, cleaned, in a frame that runs nothing and has a policy of its own.
    "safe filter": {"templates/tickets/body.html"},
    "inline style": {"templates/tickets/body.html"},
}


def named(name: str) -> list[Path]:
    return [path for path in MODULES if path.name == name]


def relative(path: Path) -> str:
    return str(path.relative_to(BASE))


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Return the name and the view of every address."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", entry.callback
        else:
            yield from routes(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


def test_only_these_views_answer_strangers():
    ours = (*(f"{app}:" for app in APPS), "admin:", "demo_mail:")
    open_views = {
        name
        for name, view in routes(get_resolver())
        if name.startswith(ours) and not getattr(view, "login_required", True)
    }

    assert open_views <= PUBLIC_VIEWS


def test_every_event_has_its_template_and_every_template_its_event():
    kinds = {*TicketEvent.values, *EstimateEvent.values, *BillingEventKind.values}
    templates = {f"{path.parts[-3]}.{path.stem}" for path in TEMPLATES if path.parent.name == "timeline"}

    assert kinds == templates


def test_every_template_is_used():
    source = "\n".join(path.read_text() for path in [*MODULES, *TEMPLATES])
    names = [str(path.relative_to(BASE / "templates")) for path in TEMPLATES]

    unused = [
        name
        for name in names
        if name not in source and not FOUND_BY_NAME.match(name) and "/timeline/" not in name and not _widget(name)
    ]

    assert unused == []


def _widget(name: str) -> bool:
    """Say whether Django finds a template through a widget's class."""
    return "/widgets/" in name or name.startswith("django/")


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_every_template_compiles(path):
    get_template(str(path.relative_to(BASE / "templates")))


@pytest.mark.parametrize("what", FORBIDDEN_IN_TEMPLATES)
def test_no_template_has(what):
    found = {relative(path) for path in TEMPLATES if re.search(FORBIDDEN_IN_TEMPLATES[what], path.read_text())}

    assert found - ALLOWED_IN_TEMPLATES.get(what, set()) == set()


def test_every_module_says_what_it_is_about():
    silent = [
        relative(path)
        for path in MODULES
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def test_no_module_is_longer_than_300_lines():
    long = {relative(path): lines for path in MODULES if (lines := len(path.read_text().splitlines())) > 300}

    assert long == {}


MOST_DECISIONS = 10


def test_no_function_takes_more_than_ten_decisions():
    complex_ones = {
        f"{relative(path)} {function.name}"
        for path in MODULES
        for function in functions(path.read_text())
        if complexity(function) > MOST_DECISIONS
    }

    assert complex_ones == set()


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "common.py", "services.py", "managers.py", "signals.py"])
def test_no_module_is_named_for_nothing(name):
    assert [relative(path) for path in named(name)] == []


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        (r"\n    def save\(self, \*", set()),
        (r"\bmark_safe\(", {"helpdesk/html.py", "tickets/models/timeline.py"}),
        (
            r"\btimezone\.(now|localdate)\b|\btimezone import now\b|\bdatetime\.(now|utcnow|today)\(|\bdate\.today\(",
            {"helpdesk/current_time.py"},
        ),
        (r"\btransaction\.on_commit\b", {"helpdesk/after_commit.py"}),
    ],
    ids=["save() overridden", "mark_safe", "a clock of its own", "on_commit"],
)
def test_no_module_has(pattern, allowed):
    found = {relative(path) for path in MODULES if re.search(pattern, path.read_text())}

    assert found - allowed == set()


def catches_everything(handler: ast.ExceptHandler) -> bool:
    names = (
        {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else {"Exception"}
    )
    return bool(names & {"Exception", "BaseException"})


def test_no_module_catches_everything_but_the_one_that_keeps_failures_apart():
    found = {
        relative(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    }

    assert found == {"helpdesk/failures.py"}


# Rights are saved row by row, or nobody would write down that they changed.
RIGHTS_IN_BULK = re.compile(
    r"""\.(update|aupdate)\([^()]*\b(is_agent|is_staff|is_superuser|is_active|password)="""
    r"""|\bbulk_(update|create)\([^)]*\b(User|Group|is_agent|is_staff|is_superuser|is_active|password)\b"""
    r"""|\b(groups|user_permissions|permissions)\.through\b"""
)


def test_no_rights_are_changed_past_the_audit_log():
    found = {relative(path) for path in MODULES if RIGHTS_IN_BULK.search(path.read_text())}

    # The receivers listen to those tables; a contact is no login, and that his was taken is in the log as a whole.
    assert found == {"helpdesk/audit_receivers.py", "privacy/actions/anonymisation.py"}


# PostgreSQL has rules of zones of its own: it is asked for moments, never for a local day, month or hour.
LOCAL_TIME_IN_SQL = re.compile(
    r"""\b(Trunc|Extract)[A-Z]?\w*\(|\bNow\(|\.(dates|datetimes)\("""
    r"""|__(date|time|year|iso_year|quarter|month|week|week_day|iso_week_day|day|hour|minute)(__\w+)?\b["']?[=:,)\]]"""
    r"""|(?i:\bAT TIME ZONE (?!'UTC')|\b(CURRENT_DATE|LOCALTIMESTAMP|date_trunc|date_part|to_char)\b)|\bCURRENT_TIME\b"""
    r"""|(?i:::(date|time)\b|\bextract\s*\((?!epoch))"""
)


def test_no_local_time_is_worked_out_in_sql():
    modules = sorted(path for app in APPS for path in (BASE / app).rglob("*.py"))
    found = {relative(path): match[0] for path in modules if (match := LOCAL_TIME_IN_SQL.search(path.read_text()))}

    assert found == {"helpdesk/zones.py": "AT TIME ZONE "}  # it compares PostgreSQL's rules with ours


def test_the_administration_walks_through_days_by_dates_not_by_moments():
    from django.contrib import admin
    from django.db.models import DateTimeField

    walked = [(model, of.date_hierarchy) for model, of in admin.site._registry.items() if of.date_hierarchy]
    moments = {model.__name__ for model, name in walked if isinstance(model._meta.get_field(name), DateTimeField)}

    assert (len(walked) > 0, moments) == (True, set())


def test_every_noqa_gives_its_reason():
    bare = [relative(path) for path in MODULES if re.search(r"# noqa(?!: [A-Z0-9, ]+ -- )", path.read_text())]

    assert bare == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_the_diagram_of_the_life_cycle_is_current():
    from tickets import lifecycle

    drawn = re.search(r"```mermaid\n(.*?)\n```", (BASE / "docs" / "lifecycle.md").read_text(), re.DOTALL)

    assert drawn[1] == lifecycle.diagram()


def test_no_test_sleeps_for_a_fixed_time_before_it_asserts():
    sources = [path.read_text() for path in (BASE / "tests").rglob("*.py")]

    assert {name for source in sources for name in waits.slept_before_asserting(source)} == waits.ALLOWED.keys()


def tags(pattern: str) -> list[str]:
    """Return the tags of all templates that have ``pattern`` in them, each as ``template: tag``."""
    tag = re.compile(r"<[a-z](?:\{%.*?%\}|\{\{.*?\}\}|[^>])*>", re.DOTALL)
    found = [(path, match) for path in TEMPLATES for match in tag.findall(path.read_text())]
    return [f"{relative(path)}: {match}" for path, match in found if re.search(pattern, match)]


def test_every_poll_rests_while_a_change_is_under_way():
    polls = tags(r'hx-trigger="[^"]*\bevery ')

    assert polls != []
    assert [tag for tag in polls if "data-when-visible" not in tag] == []


def test_every_form_that_saves_itself_is_found_again_by_its_id():
    forms = [tag for tag in tags(r'hx-trigger="(\{%[^%]*%\}|[^"])*\bchange\b') if ": <form" in tag]

    assert forms != []
    assert [tag for tag in forms if ' id="' not in tag] == []


def test_every_filter_and_its_paging_wait_in_one_line():
    assert [tag for tag in tags(r"data-auto-submit") if "hx-get" in tag and 'hx-sync="this' in tag] == []


def numbers_of_guards() -> set[int]:
    """Return the numbers in the table of what could go wrong."""
    table = (BASE / "docs" / "security.md").read_text()
    return {int(number) for number in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)}


def marked_guards() -> set[int]:
    """Return the numbers that tests are marked with."""
    calls = [
        node
        for path in (BASE / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.guards"
    ]
    return {number.value for call in calls for number in call.args if isinstance(number, ast.Constant)}


def test_every_guard_has_a_test_that_bears_its_number():
    assert numbers_of_guards() == marked_guards() == set(range(1, 41))


def test_only_the_sanitiser_makes_safe_html():
    made = {str(path.relative_to(BASE)) for path in MODULES if re.search(r"\bSafeHtml\(", path.read_text())}

    assert made == {"helpdesk/html.py"}
