"""Ways of writing a text so that it passes by a reader or a filter: encodings, invisible characters, look-alikes.

`READABLE` are those through which a person still reads what is written; what the others hide, nobody said.
"""

import base64
import codecs
import re
from collections.abc import Callable, Mapping

Disguise = Callable[[str], str]
_LOOK_ALIKES = str.maketrans("aeopcxyAEOPCXYBHKMT", "аеорсхуАЕОРСХУВНКМТ")
_LEET = str.maketrans("aeiost", "431057")
_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789.,?@$"
_DOTS = (
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
    "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. .-.-.- --..-- ..--.. .--.-. ...-..-"
)
_MORSE: Mapping[str, str] = dict(zip(_SIGNS, _DOTS.split(), strict=True))


def _between(mark: str) -> Disguise:
    return lambda text: mark.join(text)


def _fullwidth(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _tags(text: str) -> str:
    """Unicode tag characters, which no font draws (ASCII smuggling)."""
    return "".join(chr(0xE0000 + ord(char)) if char.isascii() else char for char in text)


def _morse(text: str) -> str:
    return " ".join(_MORSE.get(char, "/" if char.isspace() else char) for char in text.lower())


def _split_words(text: str) -> str:
    """Every longer word in two halves."""
    return re.sub(r"\w{4,}", lambda word: f"{word[0][: len(word[0]) // 2]}- {word[0][len(word[0]) // 2 :]}", text)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _bidi(text: str) -> str:
    """Stored backwards and drawn forwards."""
    return f"\u202e{text[::-1]}\u202c"


DISGUISES: Mapping[str, Disguise] = {
    "plain": lambda text: text,
    "upper": str.upper,
    "base64": _base64,
    "hex": lambda text: text.encode().hex(),
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "leetspeak": lambda text: text.lower().translate(_LEET),
    "zero-width": _between("\u200b"),
    "soft-hyphen": _between("\u00ad"),
    "homoglyphs": lambda text: text.translate(_LOOK_ALIKES),
    "full-width": _fullwidth,
    "bidi": _bidi,
    "tags": _tags,
    "morse": _morse,
    "spaced": _between(" "),
    "split-words": _split_words,
    "reversed": lambda text: text[::-1],
    "percent": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "link": lambda text: f"[{text}](https://evil.example/?q=1)",
    "comment": lambda text: f"<!-- {text} -->",
}
READABLE = frozenset(
    (
        *("plain", "upper", "leetspeak", "zero-width", "soft-hyphen"),
        *("homoglyphs", "full-width", "spaced", "split-words", "link"),
    )
)
