"""Card and Social Security numbers, which never belong into a reply or a log."""

import re

_CARD = re.compile(r"(?<![\d$.])\d(?:[ -]?\d){12,18}(?![\d])")
_SSN = re.compile(r"(?<!\d)(?!000|666|9\d\d)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}(?!\d)")


def card_numbers(text: str) -> list[str]:
    """Digit runs of 13 to 19 that pass the check digit. Source: ISO/IEC 7812-1, Luhn."""
    return [match.group() for match in _CARD.finditer(text) if _luhn(re.sub(r"\D", "", match.group()))]


def social_security_numbers(text: str) -> list[str]:
    """Numbers written as SSNs are, areas that were never given out left aside."""
    return [match.group() for match in _SSN.finditer(text)]


def _luhn(digits: str) -> bool:
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
