"""The measure counts what a reader has to decide."""

import pytest

from tests.complexity import complexity, functions


@pytest.mark.parametrize(
    ("body", "ways"),
    [
        ("return 1", 1),
        ("return a and b or c", 3),
        ("return a if b else c", 2),
        ("return [x for x in a if x if b]", 4),
        ("if a:\n  return 1\n elif b:\n  return 2", 3),
        ("for x in a:\n  while x:\n   x -= 1", 3),
        ("try:\n  a()\n except ValueError:\n  b()", 2),
        ("match a:\n  case 1:\n   b()\n  case _:\n   c()", 3),
        ("def inner():\n  return a and b\n return inner", 1),
    ],
)
def test_every_decision_counts_once(body, ways):
    outer = next(functions(f"def f():\n {body}"))

    assert complexity(outer) == ways


def test_methods_and_inner_functions_are_found_too():
    source = "class A:\n def a(self):\n  def b(): ...\nasync def c(): ..."

    assert {function.name for function in functions(source)} == {"a", "b", "c"}
