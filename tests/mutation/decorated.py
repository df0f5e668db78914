"""Letting mutmut into decorated functions, which it passes over: every rule here is one, and every property.

The decorators stay on the function that is called, and go from the copies it chooses between. What is cached is
cached as long as it is not mutated.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import libcst as cst
from mutmut.mutation import file_mutation

KEPT = {"rule", "property"}
CACHED = {"cache", "lru_cache"}

_skipped: Any = file_mutation.MutationVisitor._skip_node_and_children
_arranged: Any = file_mutation.function_trampoline_arrangement


def let_in() -> None:
    """Have mutmut mutate the functions under decorators that are known here."""
    vars_of: Any = file_mutation
    vars_of.MutationVisitor._skip_node_and_children = _skip
    vars_of.function_trampoline_arrangement = _arrange


def names_of(function: cst.FunctionDef) -> list[str]:
    """The names of a function's decorators; a dotted one has none that is known."""
    found: list[str] = []
    for each in function.decorators:
        called = each.decorator.func if isinstance(each.decorator, cst.Call) else each.decorator
        found.append(called.value if isinstance(called, cst.Name) else "")
    return found


def _skip(visitor: file_mutation.MutationVisitor, node: cst.CSTNode) -> bool:
    if isinstance(node, cst.FunctionDef) and node.decorators and set(names_of(node)) <= KEPT | CACHED:
        return False
    skipped: bool = _skipped(visitor, node)
    return skipped


def _arrange(
    function: cst.FunctionDef, mutants: Iterable[Any], class_name: str | None
) -> tuple[Any, Sequence[Any], Any, Any]:
    names = set(names_of(function))
    before, (called, original, *mutated), after, named = _arranged(function, mutants, class_name)
    if names & CACHED:
        called = called.with_changes(decorators=called.decorators[-1:])
    elif names & KEPT:
        original = original.with_changes(decorators=[])
    if names & (KEPT | CACHED):
        mutated = [node.with_changes(decorators=[]) for node in mutated]
    return before, [called, original, *mutated], after, named
