"""What the output guards know before any turn: the prompt's wordings, contacts and instructions, worked out once."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.guards.grounds import Grounds
from assistant.guards.lexicon import Lexicon, lexicon
from assistant.guards.tokens import tokens
from assistant.guards.wordings import Wordings
from prompts.bundle import PromptBundle

_RUN = 8


@dataclass(frozen=True)
class Knowledge:
    """contacts: phones, hours and opening words of the hand-off rules. instructions: every run of eight words of the
    system prompt that no phrasing uses. vocabulary: stems of the words that the phrasings use."""

    prompt: PromptBundle
    lexicon: Lexicon
    wordings: Wordings
    contacts: Grounds
    vocabulary: frozenset[str]
    system: str
    instructions: frozenset[tuple[str, ...]]

    def words_of(self, identifier: str) -> Sequence[str]:
        """How the phrasings of each language show an identifier of a result."""
        return words_of(self.prompt, identifier)


def words_of(prompt: PromptBundle, identifier: str) -> list[str]:
    if " " in identifier or not identifier.islower():
        return []
    return [phrasings.word(identifier) for phrasings in prompt.phrasings.values()]


def _offers(prompt: PromptBundle) -> set[str]:
    """What a question back may offer: the prompt's own labels, and the subjects that its scenarios search for."""
    found = {text for scenario in prompt.scenarios for text in scenario.label.values()}
    queries = {
        str(call.arguments["query"]) for one in prompt.scenarios for call in one.calls if "query" in call.arguments
    }
    return found | {f"{prompt.say('label.search_policies', 'en')}: {query}" for query in queries}


def learn(prompt: PromptBundle) -> Knowledge:
    """Build the automaton over all phrasings and the shingles of the system prompt."""
    wordings = Wordings()
    fixed: list[str] = []
    contacts = Grounds(lambda _: ())
    for phrasings in prompt.phrasings.values():
        for name in sorted(phrasings.names):
            wordings.add_template(phrasings.syntax(name))
    for rule in prompt.handoffs.values():
        for key in ("phone", "hours"):
            contacts.add(rule[key], key)
            for phrasings in prompt.phrasings.values():
                contacts.add_text(phrasings.word(rule[key]), key)
        for opening in rule["opening"].values():
            wordings.add_text(f"{opening}\n")
            contacts.add_text(opening, "opening")
            fixed.append(opening)
    for offer in _offers(prompt):
        wordings.add_text(f"{offer}\n")
    system = prompt.render_system(**dict.fromkeys(prompt.front.inputs, ""))
    said = {run for text in (*fixed, *wordings.literals()) for run in runs(text)}
    return Knowledge(
        prompt=prompt,
        lexicon=lexicon(),
        wordings=wordings.seal(),
        contacts=contacts,
        vocabulary=frozenset(lexicon().content(wordings.vocabulary)),
        system=system,
        instructions=frozenset(runs(system)) - said,
    )


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of eight words."""
    words = [token.text for token in tokens(text)]
    return {tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}
