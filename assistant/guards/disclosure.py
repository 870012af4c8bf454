"""Third-party disclosure: nothing of anybody but the caller, nothing of anybody to a caller not signed in."""

from assistant.guards.figures import figures
from assistant.guards.private_numbers import card_numbers, social_security_numbers
from assistant.guards.reading import Reading
from assistant.guards.tokens import Sentence, tokens

_OWN = ("last4", "label", "account", "account_id", "accounts", "options")


def disclosed(reading: Reading) -> str | None:
    """What the reply gives away, named without repeating it, or None."""
    if card_numbers(reading.reply):
        return "a card number"
    if social_security_numbers(reading.reply):
        return "a Social Security number"
    lexicon = reading.lexicon
    if not reading.evidence.caller.is_staff and lexicon.staff_documents.search(reading.reply):
        return "a staff document"
    for match in lexicon.account_numbers.finditer(reading.reply):
        if not _is_own_number(reading, next((g for g in match.groups() if g), match.group())):
            return "an account number that this turn did not read"
    for sentence in reading.sentences:
        if _names_another(reading, sentence):
            return "the name of somebody else"
    return None


def _is_own_number(reading: Reading, number: str) -> bool:
    found = figures(number)
    fields = reading.account.find(found[0]) if found else frozenset[str]()
    return any(name in _OWN or name.endswith("last4") for name in fields)


def _names_another(reading: Reading, sentence: Sentence) -> bool:
    for pattern in reading.lexicon.names:
        for match in pattern.finditer(sentence.text):
            known = reading.account.words | (reading.passages.words if reading.is_quoted(sentence) else set[str]())
            if any(token.text not in known for token in tokens(match.group(1))) and not reading.is_phrasing(sentence):
                return True
    return False
