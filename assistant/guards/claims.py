"""Citation validity: every sentence is cited and supported, or said by a phrasing, or reads out account fields."""

from assistant.guards.figures import Figure
from assistant.guards.reading import Reading
from assistant.guards.tokens import Sentence


def unsupported(reading: Reading) -> str | None:
    """The first sentence that nothing backs, or None."""
    for index, sentence in enumerate(reading.sentences):
        if not _is_backed(reading, index, sentence):
            return sentence.text
    return None


def _is_backed(reading: Reading, index: int, sentence: Sentence) -> bool:
    lexicon = reading.lexicon
    if lexicon.affirms(sentence.words):
        return False
    if not sentence.figures and not lexicon.content(sentence.words) and not lexicon.negations(sentence.words):
        return True
    if reading.is_phrasing(sentence) or reading.is_supported(index):
        return True
    if sentence.marks:
        return False
    if lexicon.social.fullmatch(sentence.text):
        return True
    return _is_question(reading, index, sentence) or _reads_out(reading, sentence)


def _is_question(reading: Reading, index: int, sentence: Sentence) -> bool:
    """A question, or an option listed below one, in words that the prompt, the evidence or the caller use."""
    asks = sentence.text.rstrip().endswith("?")
    before = [known for known in reading.sentences[:index] if not known.listed]
    option = sentence.listed and bool(before) and before[-1].text.rstrip().endswith("?")
    if not (asks or option) or any(reading.lexicon.is_weighty(w) and w not in ("can", "may") for w in sentence.words):
        return False
    return reading.explains(sentence.words, callers_too=True)


def _reads_out(reading: Reading, sentence: Sentence) -> bool:
    """A sentence of the model's own that does nothing but name account fields with their figures."""
    lexicon = reading.lexicon
    words = sentence.words
    if not sentence.figures or lexicon.negations(words) or any(word in lexicon.free_forbids for word in words):
        return False
    if any(word in lexicon.stated and word not in reading.account.words for word in _without_names(words)):
        return False
    if not reading.explains(words):
        return False
    return all(_is_named(reading, sentence, figure) for figure in sentence.figures)


def _without_names(words: list[str]) -> list[str]:
    """The words less `current` in `current balance`, which names a field and states nothing."""
    return [
        word for word, after in zip(words, [*words[1:], ""], strict=False) if (word, after) != ("current", "balance")
    ]


def _is_named(reading: Reading, sentence: Sentence, figure: Figure) -> bool:
    """Whether the words around a figure name a field that holds it: `minimum` and `due` for minimum_due_cents."""
    fields = reading.account.find(figure)
    around = _around(reading, sentence, figure) if figure.kind in ("money", "percent") else set(sentence.words)
    return any(all(part & around for part in reading.lexicon.names_of(name)) for name in fields)


def _around(reading: Reading, sentence: Sentence, figure: Figure) -> set[str]:
    """The words between the figure before and this one; if they name nothing, those up to the next figure."""
    tokens = sentence.tokens
    at = next(index for index, token in enumerate(tokens) if token.figure is figure)
    before: set[str] = set()
    for token in reversed(tokens[:at]):
        if token.figure is not None and token.figure.kind in ("money", "percent"):
            break
        before.add(token.text)
    if before & reading.lexicon.naming:
        return before
    after: set[str] = set()
    for token in tokens[at + 1 :]:
        if token.figure is not None and token.figure.kind in ("money", "percent"):
            break
        after.add(token.text)
    return after
