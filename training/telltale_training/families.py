"""Which family of models a generator belongs to, from the names that sources give it."""

import re

# The first that matches counts: names mention their parents ("llama-3 tuned on gpt-4 answers").
_FAMILIES = [
    ("other", r"^mixed"),
    ("gpt-2", r"gpt-?2"),
    ("other base model", r"gpt-?neo|gpt-?j|opt-|opt_|bloom|falcon|pythia|davinci-2020|gpt-?3-davinci|davinci$|gpt3"),
    ("claude", r"claude"),
    ("gpt-3.5", r"gpt-?3\.5|chatgpt|davinci-00[23]|text-davinci|text-curie|text-babbage|instructgpt|ppo-"),
    ("gpt-4", r"gpt-?4|^o1|^o3"),
    ("gpt-5", r"gpt-?5"),
    ("gemini and palm", r"gemini|palm|bard|gemma"),
    ("deepseek", r"deepseek"),
    ("qwen", r"qwen|qwq"),
    ("mistral", r"mistral|mixtral"),
    ("llama", r"llama|vicuna|alpaca"),
    ("frontier 2026", r"frontier-2026"),
]


def family(model: str) -> str:
    name = model.lower()
    return next((family for family, pattern in _FAMILIES if re.search(pattern, name)), "other")
