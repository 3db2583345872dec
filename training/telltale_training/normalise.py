"""Normaliser version 1: one line of plain prose, the same here and in the browser.

Every rule takes away something that a site's typesetting decides and the writer does not. The browser's copy is
tested against the same vectors (tests/fixtures/normalise-vectors.json); a changed rule needs a new VERSION.
"""

import html
import re
import unicodedata

VERSION = 1

_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
_SPACES = "\u00a0\u202f\u2009\u3000"
_LINE_BREAKS = "\u2028\u2029"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

_CHARACTERS: dict[int, str | None] = {
    **{ord(c): "'" for c in _SINGLE_QUOTES},
    **{ord(c): '"' for c in _DOUBLE_QUOTES},
    **{ord(c): " " for c in _SPACES},
    **{ord(c): "\n" for c in _LINE_BREAKS},
    **{ord(c): None for c in _INVISIBLE},
    ord("\u2026"): "...",  # ellipsis
    ord("\u2010"): "-",  # hyphen
    ord("\u2011"): "-",  # non-breaking hyphen
    ord("\u2012"): "\u2013",  # figure dash -> en dash
    ord("\u2015"): "\u2014",  # horizontal bar -> em dash
}

_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
_HEADING = re.compile(r"(?m)^\s{0,3}#{1,6}\s+")
_NUMBER_RANGE = re.compile(r"(?<=\d)\s*[\u2013\u2014]\s*(?=\d)")
_DASH = re.compile(r"\s*(?:\u2014|\u2013|\s--?\s|--)\s*")
_WHITESPACE = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Dashes between words become ' - ', a range of numbers keeps a bare '-'."""
    text = unicodedata.normalize("NFC", html.unescape(text)).translate(_CHARACTERS)
    text = _EMPHASIS.sub(r"\2", text)
    text = _HEADING.sub("", text)
    text = _NUMBER_RANGE.sub("-", text)
    text = _DASH.sub(" - ", text)
    return _WHITESPACE.sub(" ", text).strip()
