"""Slips of the typing hand: without them a detector learns that whoever mistypes is human."""

import random

_NEIGHBOURS = {
    "a": "qsz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku", "k": "jli", "l": "kop", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf",
    "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xas",
}  # fmt: skip


def mistype(text: str, rate: float, rng: random.Random) -> str:
    """Each letter slips with probability `rate`: swapped with the next, dropped, doubled or replaced by a neighbour."""
    out: list[str] = []
    i = 0
    while i < len(text):
        c = text[i]
        if c.isalpha() and rng.random() < rate:
            slip = rng.randrange(4)
            if slip == 0 and i + 1 < len(text):
                out += [text[i + 1], c]
                i += 1
            elif slip == 1:
                out += [c, c]
            elif slip == 2:
                out.append(rng.choice(_NEIGHBOURS.get(c.lower(), c)))
        else:
            out.append(c)
        i += 1
    return "".join(out)
