"""The JSONL format of labelled texts, and reading it."""

import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

HUMAN, AI = 0, 1


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    label: int  # HUMAN or AI
    kind: str  # plain, rewrite, attack, mixed, perturbed
    model: str
    domain: str
    dataset: str
    group: str  # all versions of one original share it
    id: str
    spans: tuple[tuple[int, int, int], ...] = ()  # [start, end, ai] in characters, for texts of two writers


def read_rows(path: Path) -> Iterator[Row]:
    """One JSON object a line, gzip or plain."""
    for number, record in read_lines(path):
        try:
            yield _row(record)
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path.name}, line {number}: {error!r}") from error


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every line's number and fields, with a text and a label for certain."""
    with _open(path) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                _check(record)
                yield number, record
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name}, line {number}: {error!r}") from error


def _open(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return io.TextIOWrapper(cast(IO[bytes], gzip.open(path, "rb")), encoding="utf-8")
    return path.open(encoding="utf-8")


def _check(record: dict[str, Any]) -> None:
    label = record["label"]
    if label not in (HUMAN, AI):
        raise ValueError(f"label {label!r} is neither {HUMAN} nor {AI}")
    if not isinstance(record["text"], str):
        raise ValueError("the text is none")


def _row(record: dict[str, Any]) -> Row:
    label = record["label"]
    return Row(
        text=record["text"],
        label=label,
        kind=record.get("kind", "plain"),
        model=record.get("model", "human" if label == HUMAN else "unknown"),
        domain=record.get("domain", "unknown"),
        dataset=record["dataset"],
        group=record.get("group", record["id"]),
        id=record["id"],
        spans=tuple((s[0], s[1], s[2]) for s in record.get("spans", ())),
    )
