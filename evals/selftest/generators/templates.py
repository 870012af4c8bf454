"""Every template, in a stable order."""

from functools import cache

from evals.selftest.generators import examples, phrasings, rules, signs, tools
from evals.selftest.generators.template import Template


@cache
def every() -> tuple[Template, ...]:
    return (*rules.templates(), *tools.templates(), *phrasings.templates(), *examples.templates(), *signs.templates())
