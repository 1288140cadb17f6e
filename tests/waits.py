"""Fixed sleeps in tests: a slow machine needs longer, a fast one waits in vain."""

import ast
from collections.abc import Iterator

from tests.complexity import functions

SLEEPS = {"sleep", "wait_for_timeout"}
LOOPS = (ast.While, ast.For, ast.AsyncFor)
BODIES = ("body", "orelse", "handlers", "finalbody")
# What must not happen has no sign to wait for; these give it some time to happen.
ALLOWED = {
    "test_a_link_that_was_not_cleaned_takes_neither_the_page_nor_the_frame_away": "a page that goes away goes at once",
    "test_frame_moves_nowhere_and_asks_no_other_server_even_uncleaned": "a refresh of no seconds would be over",
    "test_mailbox_that_is_not_to_be_listened_to_is_left_alone": "a watcher looks for mailboxes when it begins",
    "test_mailbox_that_is_set_up_anew_or_switched_off_is_followed": "a mail would be told of at once",
}


def slept_before_asserting(source: str) -> Iterator[str]:
    """Yield the functions of ``source`` that sleep for a fixed time and then assert, with no wait for anything between."""
    for function in functions(source):
        if _asserts_after_a_sleep(function):
            yield function.name


def _asserts_after_a_sleep(function: ast.AST) -> bool:
    has_slept = False
    for statement in _in_order(function):
        if has_slept and _asserts(statement):
            return True
        has_slept = _sleeps(statement) or (has_slept and not _waits(statement))
    return False


def _in_order(holder: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements inside ``holder`` as they are written; a loop that sleeps counts as one that waits."""
    for statement in (one for name in BODIES for one in getattr(holder, name, [])):
        yield statement
        if not isinstance(statement, LOOPS) or not _calls(statement) & SLEEPS:
            yield from _in_order(statement)


def _calls(statement: ast.AST) -> set[str]:
    """Return what is called in ``statement``, each by the last part of its name."""
    called = (ast.unparse(node.func) for node in ast.walk(statement) if isinstance(node, ast.Call))
    return {name.rpartition(".")[2] for name in called}


def _sleeps(statement: ast.AST) -> bool:
    return isinstance(statement, ast.Expr) and bool(_calls(statement) & SLEEPS)


def _waits(statement: ast.AST) -> bool:
    """Say whether ``statement`` waits for something: a loop that looks again and again, or one of our helpers."""
    if isinstance(statement, LOOPS):
        return bool(_calls(statement) & SLEEPS)
    is_simple = not any(hasattr(statement, name) for name in BODIES)
    return is_simple and any(name.startswith(("until", "wait", "sweep_until", "join")) for name in _calls(statement))


def _asserts(statement: ast.AST) -> bool:
    """Say whether ``statement`` asserts something, itself or by playwright's ``expect``."""
    is_expected = isinstance(statement, ast.Expr) and "expect" in _calls(statement)
    return isinstance(statement, ast.Assert) or is_expected
