"""Texts of two writers: how well the evidence of their sentences tells where the AI begins."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from telltale_training.evidence import Detector
from telltale_training.measure import auroc
from telltale_training.normalise import normalise
from telltale_training.rows import Row
from telltale_training.shelf import open_shelf
from telltale_training.tokens import WordPiece

AI_BEGINS = "ai_begins.json"  # beside a shelf of such texts: per text a token, or null


def ai_begins(row: Row, wordpiece: WordPiece) -> int | None:
    """The token at which the AI part of a text begins that a human began; None for any other text."""
    start = next((start for start, _, ai in row.spans if ai), 0)
    return len(wordpiece.encode([normalise(row.text[:start])])[0]) if start else None


def span_figures(detector: Detector, combine: dict[str, float], folder: Path, limit: int | None) -> dict[str, Any]:
    """AUROC of single sentences, and how far the best split of a text is from where the AI began."""
    shelf = open_shelf(folder)
    begins = json.loads((folder / AI_BEGINS).read_text())
    score: list[float] = []
    label: list[int] = []
    off_tokens: list[int] = []
    off_sentences: list[int] = []
    rows = range(len(shelf))[:limit]
    for text in rows:
        ids = shelf.ids(text)
        starts = shelf.sentence_start[shelf.offset[text] : shelf.offset[text + 1]]
        truth = begins[text]
        if truth is None or not 0 < truth < len(ids):
            continue
        wide = combine["wide"] * detector.wide(ids)
        # Heard no further than the floor, as lib/detector/engine.ts does.
        wide *= min(1.0, combine["wideFloor"] * np.sqrt(len(ids)) / wide.sum()) if wide.sum() < 0 else 1.0
        evidence = wide + combine["deep"] * detector.deep(ids, starts)
        begin = np.flatnonzero(starts)
        size = np.diff([*begin, len(ids)])
        sums = np.add.reduceat(evidence, begin)
        score += (sums / np.sqrt(size)).tolist()
        label += (begin >= truth).astype(int).tolist()
        # Best split: what comes before it speaks for a human, what follows for AI.
        gain = np.array([sums[k:].sum() - sums[:k].sum() for k in range(len(sums))])
        best = int(np.argmax(gain))
        true_sentence = int(np.argmin(np.abs(begin - truth)))
        off_tokens.append(abs(int(begin[best]) - truth))
        off_sentences.append(abs(best - true_sentence))
    return {
        "texts": len(off_tokens),
        "sentences": len(score),
        "aurocOfSentences": auroc(np.array(score), np.array(label)),
        "medianTokensOff": float(np.median(off_tokens)),
        "medianSentencesOff": float(np.median(off_sentences)),
        "withinOneSentence": float(np.mean(np.array(off_sentences) <= 1)),
    }
