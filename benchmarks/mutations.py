"""Small changes of a program, each of which some test ought to notice: where they can be made, and the text they make.

A change is known by what it changes, not by where that stands: the text of its statement, what is done to it, and which
of several equal ones it is. So a draw stays the same while modules are moved, split and renamed, and a change of one
function moves no other one in or out of the sample.
"""

from __future__ import annotations

import ast
import copy
import hashlib
import io
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
BOUNDARY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip

EMPTY = {"str": "''", "bytes": "b''", "tuple": "()", "list": "[]", "dict": "{}", "frozenset": "frozenset()",
         "set": "set()", "bool": "False", "int": "0", "float": "0.0", "Sequence": "()", "Mapping": "{}"}  # fmt: skip
"""What a function of a return type gives when its value is emptied; `None` for every other type."""

LONGEST = 100
"""Characters of a statement that it is known by: a table that is one statement grows at its end."""

NOT_BEHAVIOUR = frozenset({"__repr__", "__str__", "__rich__"})
"""Functions whose outcome is for a person who looks for a fault."""

LOGGERS = frozenset({"debug", "info", "warning", "error", "exception", "log"})


@dataclass(frozen=True)
class Mutation:
    """One change.

    Attributes:
        path: of the module, from the top of the tree.
        line: where it stands now.
        code: the beginning of its statement, as `ast.unparse` writes it.
        change: the old text and the new one, in words; with `#2` for the second equal one of a module.
        start, end: characters of the module's text that are replaced.
        text: what replaces them.
    """

    path: Path
    line: int
    code: str
    change: str
    start: int
    end: int
    text: str

    @property
    def name(self) -> tuple[str, str]:
        """What it is known by."""
        return self.code, self.change

    def rank(self, seed: int) -> str:
        """Its place in the draw: evenly spread, and the same wherever the code stands."""
        return hashlib.sha256(f"{seed}\0{self.code}\0{self.change}".encode()).hexdigest()

    def apply(self, source: str) -> str:
        """The module's text with the change."""
        return source[: self.start] + self.text + source[self.end :]


def mutations(path: Path, source: str) -> list[Mutation]:
    """Every change that can be made to a module, in the order of its text."""
    finder = _Finder(path, source)
    finder.visit(ast.parse(source))
    return finder.found


class _Finder(ast.NodeVisitor):
    """Walks a module and notes the changes. `_code` is the statement that it is in, `_returns` its function's type."""

    def __init__(self, path: Path, source: str) -> None:
        self.found: list[Mutation] = []
        self._path, self._source = path, source
        lines = io.StringIO(source).readlines() if source else []
        self._begins = [0]
        for line in lines:
            self._begins.append(self._begins[-1] + len(line))
        self._lines = [line.encode() for line in lines]
        self._code = ""
        self._returns: ast.expr | None = None
        self._equal: Counter[tuple[str, str]] = Counter()

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.stmt):
            before, self._code = self._code, ast.unparse(node).partition("\n")[0][:LONGEST]
            super().visit(node)
            self._code = before
        else:
            super().visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name in NOT_BEHAVIOUR or any(_called(d) == "overload" for d in node.decorator_list):
            return
        for argument, default in _defaults(node.args):
            self._default(argument, default)
        before, self._returns = self._returns, node.returns
        for child in node.body:
            self.visit(child)
        self._returns = before

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for option in node.keywords:
            if option.arg == "frozen":  # how else a class is declared changes no behaviour
                self.visit(option.value)
        for child in node.body:
            self.visit(child)

    def visit_If(self, node: ast.If) -> None:
        if _called(node.test) != "TYPE_CHECKING":
            self._negate(node.test)
            self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._negate(node.test)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self.generic_visit(node)  # a loop whose condition is turned round hangs, which tells nothing

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self._negate(test)
        self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg != "strict":  # of `zip`: says what is known to be so, as an assertion does
            self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        """Says what is known to be so; no behaviour hangs on it."""

    def visit_Import(self, node: ast.Import) -> None:
        """Nothing to change."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Nothing to change."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Words for people; before Python 3.12 their parts have no places in the text either."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None and not (isinstance(node.annotation, ast.Name) and node.annotation.id == "TypeAlias"):
            self.visit(node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        call = node.value
        logs = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in LOGGERS
        if not isinstance(call, ast.Constant) and not logs:
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if _called(node.func) not in ("TypeVar", "NewType", "cast", "Literal"):
            self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if _called(node.value) not in ("Literal", "Annotated", "Callable"):
            self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        for n, operator in enumerate(node.ops):
            for kind, table in (("flipped", FLIPPED), ("boundary", BOUNDARY)):
                if type(operator) in table:
                    new = copy.deepcopy(node)
                    new.ops[n] = table[type(operator)]()
                    self._note(node, kind, f"({ast.unparse(new)})")
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        new = copy.deepcopy(node)
        new.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        self._note(node, "and/or", f"({ast.unparse(new)})")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self._note(node, "negated", f"(bool({ast.unparse(node.operand)}))")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        for new in _other(node.value):
            self._note(node, "constant", new)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None:
            new = EMPTY.get(_called(self._returns) if self._returns else "", "None")
            if ast.unparse(node.value) != new and not isinstance(node.value, ast.Constant):
                self._note(node.value, "emptied", new)
            self.generic_visit(node)

    def _default(self, argument: str, default: ast.expr) -> None:
        if isinstance(default, ast.Constant):
            for new in _other(default.value):
                self._note(default, f"default of {argument}", new)

    def _negate(self, test: ast.expr) -> None:
        if not isinstance(test, ast.Compare) or len(test.ops) > 1:  # a single comparison is flipped
            self._note(test, "negated", f"(not ({ast.unparse(test)}))")

    def _note(self, node: ast.expr, kind: str, text: str) -> None:
        old = " ".join(ast.unparse(node).split())
        change = f"{kind}: {old} -> {text}"
        self._equal[self._code, change] += 1
        if (n := self._equal[self._code, change]) > 1:
            change += f" #{n}"
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start, end = self._at(node.lineno, node.col_offset), self._at(node.end_lineno, node.end_col_offset)
        self.found.append(Mutation(self._path, node.lineno, self._code, change, start, end, text))

    def _at(self, line: int, column: int) -> int:
        """A place of `ast`, whose columns count bytes, in the text."""
        return self._begins[line - 1] + len(self._lines[line - 1][:column].decode())


def _other(value: object) -> Iterator[str]:
    """Another value of the same kind, as text: a number just beside, the other truth value."""
    if isinstance(value, bool):
        yield str(not value)
    elif isinstance(value, int):
        yield str(value + 1)
        if value > 1:
            yield str(value - 1)
    elif isinstance(value, float):
        yield repr(value * 1.25 if value else 1.0)
        if value:
            yield repr(value * 0.8)


def _defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    named = [*arguments.posonlyargs, *arguments.args]
    for argument, default in zip(named[len(named) - len(arguments.defaults) :], arguments.defaults, strict=True):
        yield argument.arg, default
    for keyword, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if value is not None:
            yield keyword.arg, value


def _called(node: ast.expr) -> str:
    """The last name of a name, an attribute, a call or a type with parameters."""
    if isinstance(node, ast.Call):
        return _called(node.func)
    if isinstance(node, ast.Subscript):
        return _called(node.value)
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def is_python(source: str) -> bool:
    """Whether a text is a program still."""
    try:
        ast.parse(source)
        list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (SyntaxError, tokenize.TokenError):
        return False
    return True
