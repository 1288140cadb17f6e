"""How many ways lead through a function; ``and``, ``or``, ternaries and comprehensions are ways too."""

import ast
from collections.abc import Iterator

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.match_case, ast.comprehension)


def complexity(function: ast.AST) -> int:
    """Return 1 and one more for each decision of ``function``, those of functions inside it left out."""
    return 1 + sum(_decisions(node) for node in _inside(function))


def functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function in ``source``, methods and inner ones too."""
    yield from (node for node in ast.walk(ast.parse(source)) if isinstance(node, FUNCTIONS))


def _decisions(node: ast.AST) -> int:
    conditions = len(node.ifs) if isinstance(node, ast.comprehension) else 0
    operators = len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
    return isinstance(node, BRANCHES) + conditions + operators


def _inside(function: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(function):
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield node
            yield from _inside(node)
