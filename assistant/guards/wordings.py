"""What the prompt's phrasings can say, as an automaton over words: a reply's sentence either is one of them or is not.

Each word of each template is a position; `follow` says which may come next over its `if` and `for` (Glushkov's
construction), so a template with any number of branches costs one pass over the sentence. A slot takes tokens that the
turn's results explain under the slot's own field, so an amount in the wrong place of the right sentence does not fit.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from assistant.guards.tokens import Token, ends, pieces, tokens

_BEFORE = -1
_NOWHERE: frozenset[int] = frozenset()
_TEXT_FILTERS = {"money", "size", "rate", "date"}


@dataclass(frozen=True)
class _Part:
    """first and last positions of a piece of template; empty: it may say nothing."""

    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    empty: bool = True


@dataclass
class Wordings:
    """Built once per prompt; `accepts` is the question."""

    _literals: list[str] = field(default_factory=list[str])
    _slots: dict[int, frozenset[str]] = field(default_factory=dict[int, frozenset[str]])
    _prose: set[int] = field(default_factory=set[int])
    _ends: set[int] = field(default_factory=set[int])
    _follow: list[set[int]] = field(default_factory=list[set[int]])
    _starts: set[int] = field(default_factory=set[int])
    _stops: set[int] = field(default_factory=set[int])
    _words_after: dict[int, dict[str, set[int]]] = field(default_factory=dict[int, dict[str, set[int]]])
    _slots_after: dict[int, list[tuple[int, frozenset[str]]]] = field(
        default_factory=dict[int, list[tuple[int, frozenset[str]]]]
    )
    _texts: list[str] = field(default_factory=list[str])
    vocabulary: set[str] = field(default_factory=set[str])

    def add_template(self, template: nodes.Template) -> None:
        """Add all that a template can say."""
        self._add(self._sequence(template.body, {}))

    def add_text(self, text: str) -> None:
        """Add fixed words without slots."""
        self._add(self._literal(text))

    def literals(self) -> list[str]:
        """The fixed pieces of text of all templates."""
        return self._texts

    def seal(self) -> "Wordings":
        """Work out where sentences start and stop; call once, after the last template."""
        for end in self._ends:
            self._starts |= self._after_ends(end)
        for position, followers in enumerate(self._follow):
            if followers & self._ends:
                self._stops.add(position)
        self._starts |= self._prose
        self._stops |= self._prose
        self._starts -= self._ends
        self._index(_BEFORE, self._starts)
        for position, followers in enumerate(self._follow):
            self._index(position, followers)
        return self

    def accepts(self, sentence: Sequence[Token], fields: Sequence[frozenset[str]]) -> bool:
        """Whether the sentence is one that a phrasing says; `fields`: per token, the result fields that explain it."""
        if not sentence:
            return True
        reached: Collection[int] = (_BEFORE,)
        for token, explained in zip(sentence, fields, strict=True):
            ahead: set[int] = set()
            for position in reached:
                ahead |= self._words_after[position].get(token.text, _NOWHERE)
                for slot, wanted in self._slots_after[position] if explained else ():
                    if not wanted.isdisjoint(explained):
                        ahead.add(slot)
            if not ahead:
                return False
            reached = ahead
        return not self._stops.isdisjoint(reached)

    def _index(self, position: int, ahead: Iterable[int]) -> None:
        """Note what may come after a position, by word, and the slots apart."""
        words: dict[str, set[int]] = {}
        slots: list[tuple[int, frozenset[str]]] = []
        for follower in ahead:
            wanted = self._slots.get(follower)
            if wanted is not None:
                slots.append((follower, wanted))
            elif follower not in self._ends:
                words.setdefault(self._literals[follower], set()).add(follower)
        self._words_after[position] = words
        self._slots_after[position] = slots

    def _add(self, part: _Part) -> None:
        self._starts |= part.first
        self._stops |= part.last

    def _after_ends(self, end: int) -> set[int]:
        seen: set[int] = set()
        ahead = set(self._follow[end])
        while ahead:
            position = ahead.pop()
            if position not in seen:
                seen.add(position)
                ahead |= self._follow[position] if position in self._ends else set()
        return seen - self._ends

    def _position(self, text: str) -> int:
        self._literals.append(text)
        self._follow.append(set())
        return len(self._literals) - 1

    def _join(self, parts: Iterable[_Part]) -> _Part:
        """One after the other."""
        first: set[int] = set()
        last: set[int] = set()
        empty = True
        for part in parts:
            for position in last:
                self._follow[position] |= part.first
            if empty:
                first |= part.first
            last = set(part.last) | (last if part.empty else set())
            empty = empty and part.empty
        return _Part(frozenset(first), frozenset(last), empty)

    def _literal(self, text: str) -> _Part:
        parts: list[_Part] = []
        self._texts.append(text)
        for piece in pieces(text):
            for token in tokens(piece):
                position = self._position(token.text)
                self.vocabulary.add(token.text)
                parts.append(_Part(frozenset({position}), frozenset({position}), empty=False))
            if ends(piece):
                position = self._position("")
                self._ends.add(position)
                parts.append(_Part(frozenset({position}), frozenset({position}), empty=True))
        return self._join(parts)

    def _slot(self, expression: nodes.Node, scope: Mapping[str, str]) -> _Part:
        position = self._position("")
        self._slots[position] = _fields_of(expression, scope)
        shown = {node.name for node in expression.find_all(nodes.Filter)}
        shown |= {expression.name} if isinstance(expression, nodes.Filter) else set()
        if not shown & _TEXT_FILTERS:
            self._prose.add(position)
        self._follow[position].add(position)
        here = frozenset({position})
        return _Part(here, here, empty=False)

    def _sequence(self, body: Sequence[nodes.Node], scope: Mapping[str, str]) -> _Part:
        return self._join([self._node(node, scope) for node in body])

    def _node(self, node: nodes.Node, scope: Mapping[str, str]) -> _Part:
        if isinstance(node, nodes.TemplateData):
            return self._literal(node.data)
        if isinstance(node, nodes.Output):
            return self._join([self._node(child, scope) for child in node.nodes])
        if isinstance(node, nodes.If):
            bodies = [node.body, *(branch.body for branch in node.elif_), node.else_]
            return _either([self._sequence(body, scope) for body in bodies])
        if isinstance(node, nodes.For):
            return self._loop(node, scope)
        return self._slot(node, scope)

    def _loop(self, node: nodes.For, scope: Mapping[str, str]) -> _Part:
        name = node.target.name if isinstance(node.target, nodes.Name) else ""
        body = self._sequence(node.body, {**scope, name: field_of(node.iter, scope)})
        for position in body.last:
            self._follow[position] |= body.first
        return _either([_Part(body.first, body.last), self._sequence(node.else_, scope)])


def _either(parts: Sequence[_Part]) -> _Part:
    first = frozenset[int]().union(*(part.first for part in parts))
    last = frozenset[int]().union(*(part.last for part in parts))
    return _Part(first, last, any(part.empty for part in parts))


def _fields_of(expression: nodes.Node, scope: Mapping[str, str]) -> frozenset[str]:
    """Every result field that an expression may show: `(t.posted_on or t.effective_on)|date` shows either."""
    if isinstance(expression, nodes.Filter) and expression.node is not None:
        return _fields_of(expression.node, scope)
    if isinstance(expression, nodes.Or):
        return _fields_of(expression.left, scope) | _fields_of(expression.right, scope)
    return frozenset({field_of(expression, scope)})


def field_of(expression: nodes.Node, scope: Mapping[str, str]) -> str:
    """The result field an expression shows: `a.next_payment.date|date` -> `date`; a loop's name: what it runs over."""
    if isinstance(expression, nodes.Getattr):
        return expression.attr
    if isinstance(expression, nodes.Getitem) and isinstance(expression.arg, nodes.Const):
        return str(expression.arg.value)
    if isinstance(expression, nodes.Name):
        return scope.get(expression.name, expression.name)
    for child in expression.iter_child_nodes():
        found = field_of(child, scope)
        if found:
            return found
    return ""
