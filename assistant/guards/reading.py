"""One reply read against one turn's evidence: done once, then every output guard asks it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from assistant.guards.evidence import Evidence, Passage
from assistant.guards.grounds import Grounds, account_grounds, text_grounds
from assistant.guards.knowledge import Knowledge
from assistant.guards.lexicon import Lexicon
from assistant.guards.support import is_verbatim, supports
from assistant.guards.tokens import Sentence, sentences, tokens


@dataclass
class Reading:
    """A reply, its sentences, and what each of them rests on."""

    reply: str
    evidence: Evidence
    knowledge: Knowledge
    _accepted: dict[int, bool] = field(default_factory=dict[int, bool])

    @property
    def lexicon(self) -> Lexicon:
        return self.knowledge.lexicon

    @cached_property
    def sentences(self) -> list[Sentence]:
        return sentences(self.reply)

    @cached_property
    def account(self) -> Grounds:
        return account_grounds(self.evidence, self.knowledge.words_of)

    @cached_property
    def passages(self) -> Grounds:
        return text_grounds(f"{passage.title}\n{passage.text}" for passage in self.evidence.passages)

    @cached_property
    def said(self) -> Grounds:
        """The caller's own words."""
        return text_grounds(self.evidence.user_texts)

    def cited(self, sentence: Sentence) -> list[Passage]:
        """The passages behind a sentence's marks."""
        known = {citation.id: citation for citation in self.evidence.citations}
        wanted = {(known[mark].document, known[mark].section) for mark in sentence.marks if mark in known}
        return [passage for passage in self.evidence.passages if (passage.document, passage.section) in wanted]

    def is_phrasing(self, sentence: Sentence) -> bool:
        """Whether the prompt's phrasings say this sentence, with this turn's values in their places.

        What others wrote fills a place only as they wrote it, or in the line of a record: put together anew, their
        words would be the assistant's.
        """
        known = self._accepted.get(id(sentence))
        if known is None:
            known = self._says(sentence, self.account) and (
                self.rests_on_own(sentence) or bool(sentence.figures) or self._is_others(sentence)
            )
            self._accepted[id(sentence)] = known
        return known

    def rests_on_own(self, sentence: Sentence) -> bool:
        """Whether a phrasing says it without a word that others wrote into a record."""
        return not self.evidence.others_texts or self._says(sentence, self._own)

    def _says(self, sentence: Sentence, grounds: Grounds) -> bool:
        contacts = self.knowledge.contacts
        explained = [grounds.fields(token) | contacts.fields(token) for token in sentence.tokens]
        return self.knowledge.wordings.accepts(sentence.tokens, explained)

    def _is_others(self, sentence: Sentence) -> bool:
        """Whether its words stand in a row in one text of theirs."""
        words = f" {' '.join(token.text for token in sentence.tokens)} "
        return any(words in text for text in self._others)

    @cached_property
    def _own(self) -> Grounds:
        results = self.evidence.own_results
        evidence = self.evidence if results is None else replace(self.evidence, tool_results=results)
        return account_grounds(evidence, self.knowledge.words_of)

    @cached_property
    def _others(self) -> list[str]:
        return [f" {' '.join(token.text for token in tokens(text))} " for text in self.evidence.others_texts]

    def is_supported(self, index: int) -> bool:
        """Whether sentence `index` is cited, itself or by the next mark in its paragraph, and the source says it."""
        sentence = self.sentences[index]
        for later in self.sentences[index:]:
            if later.paragraph != sentence.paragraph:
                return False
            if later.marks:
                return supports(self.cited(later), sentence, self.lexicon)
        return False

    def is_quoted(self, sentence: Sentence) -> bool:
        """Whether the sentence stands word for word in a passage of this turn."""
        return any(is_verbatim(sentence, passage) for passage in self.evidence.passages)

    @cached_property
    def _shown(self) -> frozenset[str]:
        """Stems of the words that this turn's account evidence shows."""
        return frozenset(self.lexicon.content(self.account.words))

    @cached_property
    def _callers(self) -> frozenset[str]:
        return frozenset(self.lexicon.content(self.said.words))

    def explains(self, words: Iterable[str], *, callers_too: bool = False) -> bool:
        """Whether every content word is one of the prompt's phrasings, the evidence, or (if wanted) the caller."""
        known = (self.knowledge.vocabulary, self._shown, self._callers if callers_too else frozenset[str]())
        return all(any(word in words_known for words_known in known) for word in self.lexicon.content(words))
