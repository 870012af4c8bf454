"""Text as it reads, not as it is encoded: what hides or disguises letters is taken off before anybody looks."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from tools.untrusted import is_invisible, skeleton

_TAGS = range(0xE0020, 0xE007F)
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f\u00ad")
_MIXED = re.compile(r"(?=\S*[a-z])(?=\S*[013457@$])[a-z013457@$]{4,}")
_WORD_BREAKS = re.compile(r"(?<=[a-z])[._*|~^](?=[a-z])")


@dataclass(frozen=True)
class Unmasked:
    """shown: the text without invisible characters. bare: lower case, plain letters, to be searched.
    hidden: it held writing that a reader cannot see."""

    shown: str
    bare: str
    hidden: bool


def unmask(text: str, confusables: Mapping[str, str], digits: Mapping[str, str]) -> Unmasked:
    """Take off zero-width, bidirectional and tag characters, compatibility forms, look-alike letters, accents, digits
    that stand for letters. Tag characters are read as the ASCII that they spell. `confusables` goes before Unicode's
    own table, whose choice is sometimes another letter than the one that is meant in a word."""
    tags = "".join(chr(ord(char) - 0xE0000) for char in text if ord(char) in _TAGS)
    shown = "".join(char for char in text if not is_invisible(char))
    plain = unicodedata.normalize("NFKC", f"{shown} {tags}" if tags else shown).casefold().replace("’", "'")
    bare = skeleton("".join(confusables.get(char, char) for char in plain))
    bare = _WORD_BREAKS.sub("", bare)
    letters = _MIXED.sub(lambda match: "".join(digits.get(char, char) for char in match.group()), bare)
    searched = bare if letters == bare else f"{bare}\n{letters}"
    hidden = bool(tags) or any(is_invisible(char) and char not in _JOINERS and char not in "\r\0" for char in text)
    return Unmasked(shown, re.sub(r"[^\S\n]+", " ", searched), hidden)
