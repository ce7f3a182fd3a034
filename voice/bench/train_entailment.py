"""Train the entailment model that comes with Viva: `python -m voice.bench.train_entailment --help`.

A cross-encoder on all-MiniLM-L6-v2 with frozen embeddings, trained first on general sentence
pairs, then on a mixture of these and pairs from Viva's own banks: each wording of a key point
entails it, each listed mistake contradicts it, and wordings of other key points are neutral.
Training needs torch, onnx and safetensors, which Viva itself does not; the result is model.onnx
with 8-bit weights.

References
----------
Reimers and Gurevych, Sentence-BERT, EMNLP 2019 (the features of the head)
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as nn_functional
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from models.nli_cross_encoder import OWN_FOLDER
from voice.exam.collection.listing import list_banks
from voice.exam.model.bank import Item

LABELS = {"e": 0, "n": 1, "c": 2, "x": 3}
"""Entailment, neutral, contradiction; x is "not entailed", if it is unknown which of the two."""

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
PIECES = 96
BATCH = 32
WARM_UP = 0.06  # share of the time in which the learning rate rises

_LEADS = ("so ", "well ", "um ", "I think ", "and then ", "basically ", "because ", "I would say ")
_FILLERS = ("um", "uh", "like", "you know", "so", "well", "basically", "kind of", "I guess")


class Pair(NamedTuple):
    """A premise, a hypothesis, and their relation."""

    said: str
    statement: str
    label: str


# --- data ------------------------------------------------------------------------------------


def general(folder: Path, most: int, rng: random.Random) -> list[Pair]:
    """Read all gzipped files in a folder; lines are `premise TAB hypothesis TAB label`."""
    found: list[Pair] = []
    for path in sorted(folder.glob("*.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [line.rstrip("\n").split("\t") for line in file]
        pairs = [Pair(*row) for row in rows if len(row) == 3 and row[2] in LABELS]
        rng.shuffle(pairs)
        found += pairs[:most]
    return found


def of_banks(rng: random.Random) -> list[Pair]:
    """Pairs from every item of Viva's English banks."""
    found: list[Pair] = []
    for bank in list_banks()[0].values():
        if bank.language == "en" and bank.assesses == "knowledge":
            for placed in bank.walk():
                found += of_item(placed.item, rng)
    return found


def of_item(item: Item, rng: random.Random) -> Iterator[Pair]:
    """Pairs from one item; none if its points are parts of a task, which state nothing."""
    points = [point for point in item.key_points if point.aspect is None]
    true = [[point.text, *point.accept] for point in points]
    false = [[mistake.text for mistake in point.mistakes] for point in points]
    for i, point in enumerate(points):
        others = [j for j in range(len(points)) if j != i]
        for said in true[i]:
            yield Pair(spoken(said, rng), point.text, "e")
        for said in false[i]:
            yield Pair(spoken(said, rng), point.text, "c")
        for wording in rng.sample(true[i], min(3, len(true[i]))):
            yield Pair(spoken(rng.choice(true[i]), rng), wording, "e")
            if false[i]:
                yield Pair(spoken(rng.choice(false[i]), rng), wording, "c")
        for j in rng.sample(others, min(3, len(others))):
            yield Pair(spoken(rng.choice(true[j]), rng), point.text, "n")
            if false[j]:
                yield Pair(spoken(rng.choice(false[j]), rng), point.text, "x")
        for j in rng.sample(others, min(2, len(others))):
            both = [rng.choice(true[i]), rng.choice(true[j])]
            yield Pair(spoken(joined(both, rng), rng), point.text, "e")
            if false[i]:
                both = [rng.choice(false[i]), rng.choice(true[j])]
                yield Pair(spoken(joined(both, rng), rng), point.text, "c")


def joined(sentences: list[str], rng: random.Random) -> str:
    """Two sentences in either order."""
    rng.shuffle(sentences)
    return ". ".join(sentence.rstrip(".") for sentence in sentences)


def spoken(text: str, rng: random.Random) -> str:
    """`text` as it may be spoken and transcribed."""
    if rng.random() < 0.35:
        return text
    if rng.random() < 0.4:
        text = rng.choice(_LEADS) + text[0].lower() + text[1:]
    if rng.random() < 0.35:
        text = text.rstrip(".").lower().replace(",", "")
    if rng.random() < 0.3:
        words = text.split()
        words.insert(rng.randrange(len(words) + 1), rng.choice(_FILLERS))
        text = " ".join(words)
    return text


# --- the network -----------------------------------------------------------------------------


class Layer(nn.Module):
    """One transformer layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.value, self.out = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.norm, self.norm_after = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.widen, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, read: Tensor, mask: Tensor) -> Tensor:
        """Apply the layer to tokens [pairs, pieces, width]."""
        batch, pieces, _ = read.shape

        def heads(values: Tensor) -> Tensor:
            return values.view(batch, pieces, HEADS, WIDTH // HEADS).transpose(1, 2)

        seen = nn_functional.scaled_dot_product_attention(
            heads(self.query(read)), heads(self.key(read)), heads(self.value(read)), attn_mask=mask
        )
        seen = self.out(seen.transpose(1, 2).reshape(batch, pieces, WIDTH))
        read = self.norm(read + self.drop(seen))
        return self.norm_after(read + self.drop(self.narrow(nn_functional.gelu(self.widen(read)))))


class Network(nn.Module):
    """MiniLM over both texts, with three logits: entailment, neutral, contradiction."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.word = nn.Embedding(30522, WIDTH)
        self.position, self.kind = nn.Embedding(512, WIDTH), nn.Embedding(2, WIDTH)
        self.norm, self.drop = nn.LayerNorm(WIDTH, 1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Sequential(
            nn.Linear(5 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(0.1), nn.Linear(WIDTH, 3)
        )
        self._load(load_file(str(weights)))
        for table in (self.word, self.position, self.kind):
            table.weight.requires_grad_(False)

    def _load(self, weights: dict[str, Tensor]) -> None:
        tables = {
            "embeddings.word_embeddings": self.word,
            "embeddings.position_embeddings": self.position,
            "embeddings.token_type_embeddings": self.kind,
            "embeddings.LayerNorm": self.norm,
        }
        for i, layer in enumerate(self.layers):
            tables |= {
                f"encoder.layer.{i}.attention.self.query": layer.query,
                f"encoder.layer.{i}.attention.self.key": layer.key,
                f"encoder.layer.{i}.attention.self.value": layer.value,
                f"encoder.layer.{i}.attention.output.dense": layer.out,
                f"encoder.layer.{i}.attention.output.LayerNorm": layer.norm,
                f"encoder.layer.{i}.intermediate.dense": layer.widen,
                f"encoder.layer.{i}.output.dense": layer.narrow,
                f"encoder.layer.{i}.output.LayerNorm": layer.norm_after,
            }
        for name, module in tables.items():
            module.weight.data.copy_(weights[f"{name}.weight"])
            if f"{name}.bias" in weights:
                module.bias.data.copy_(weights[f"{name}.bias"])

    def forward(self, ids: Tensor, attention: Tensor, kinds: Tensor) -> Tensor:
        """Logits [pairs, 3] for tokens [pairs, pieces]."""
        places = self.position.weight[: ids.shape[1]]
        read = self.drop(self.norm(self.word(ids) + places + self.kind(kinds)))
        mask = attention[:, None, None, :] > 0
        for layer in self.layers:
            read = layer(read, mask)
        means = []
        for side in (0, 1):
            inside = ((kinds == side) & (attention > 0)).float()[..., None]
            means.append((read * inside).sum(1) / inside.sum(1).clamp(min=1))
        said, statement = means
        features = [read[:, 0], said, statement, (said - statement).abs(), said * statement]
        logits: Tensor = self.head(torch.cat(features, -1))
        return logits


# --- training --------------------------------------------------------------------------------


def train(
    network: Network, tokenizer: Tokenizer, pairs: list[Pair], minutes: float, rate: float,
    rng: random.Random,
) -> None:  # fmt: skip
    """Train for a given time, with linear warm-up and decay of the learning rate."""
    encoded = tokenizer.encode_batch([(pair.said, pair.statement) for pair in pairs])
    sizes = [len(one.ids) for one in encoded]
    parameters = [one for one in network.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)
    network.train()
    start, done = time.monotonic(), 0
    while True:
        for batch in _batches(sizes, rng):
            passed = (time.monotonic() - start) / (60 * minutes)
            if passed >= 1:
                return
            for group in optimiser.param_groups:
                group["lr"] = rate * min(1.0, passed / WARM_UP) * (1 - passed)
            ids, attention, kinds = _padded([encoded[i] for i in batch])
            wanted = torch.tensor([LABELS[pairs[i].label] for i in batch])
            loss = _loss(network(ids, attention, kinds), wanted)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            done += len(batch)
            if done % (50 * BATCH) < BATCH:
                sys.stdout.write(f"{done} pairs, loss {loss.item():.3f}\n")


def _batches(sizes: Sequence[int], rng: random.Random) -> Iterator[list[int]]:
    """Batches of pairs of similar length, in random order."""
    order = list(range(len(sizes)))
    rng.shuffle(order)
    for first in range(0, len(order), 50 * BATCH):
        near = sorted(order[first : first + 50 * BATCH], key=lambda i: sizes[i])
        batches = [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
        rng.shuffle(batches)
        yield from batches


def _padded(encoded: Sequence[object]) -> tuple[Tensor, Tensor, Tensor]:
    rows = [(one.ids, one.attention_mask, one.type_ids) for one in encoded]  # type: ignore[attr-defined]
    longest = max(len(row[0]) for row in rows)
    ids, attention, kinds = (
        torch.tensor([list(row[part]) + [0] * (longest - len(row[part])) for row in rows])
        for part in range(3)
    )
    return ids, attention, kinds


def _loss(logits: Tensor, wanted: Tensor) -> Tensor:
    """Cross-entropy; for the label x, of neutral and contradiction taken together."""
    chance = nn_functional.log_softmax(logits, -1)
    known = wanted < LABELS["x"]
    loss = torch.zeros(len(wanted))
    loss[known] = nn_functional.nll_loss(chance[known], wanted[known], reduction="none")
    loss[~known] = -torch.log1p(-chance[~known, 0].exp().clamp(max=1 - 1e-4))
    return loss.mean()


def export(network: Network, out: Path) -> None:
    """Write model.onnx; its 8-bit weights use 7 bits, so that all processors compute the same."""
    network.eval()
    ids, kinds = torch.randint(5, 1000, (2, 20)), torch.zeros(2, 20, dtype=torch.long)
    kinds[:, 10:] = 1
    names = ["input_ids", "attention_mask", "token_type_ids"]
    full = out.with_suffix(".full.onnx")
    torch.onnx.export(
        network, (ids, torch.ones_like(ids), kinds), str(full), input_names=names,
        output_names=["logits"], opset_version=17, dynamo=False,
        dynamic_axes={name: {0: "batch", 1: "sequence"} for name in names},
    )  # fmt: skip
    quantize_dynamic(full, out, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    full.unlink()


def main() -> None:
    """Train in two stages and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minilm", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--general", type=Path, required=True, help="folder of *.tsv.gz")
    parser.add_argument("--minutes", type=float, nargs=2, default=(18.0, 38.0), metavar="M")
    parser.add_argument("--out", type=Path, default=OWN_FOLDER / "model.onnx")
    arguments = parser.parse_args()
    rng = random.Random(0)
    tokenizer = Tokenizer.from_file(str(arguments.minilm / "tokenizer.json"))
    tokenizer.enable_truncation(PIECES)
    tokenizer.no_padding()
    network = Network(arguments.minilm / "model.safetensors")
    pairs = general(arguments.general, 9000, rng)
    train(network, tokenizer, list(pairs), arguments.minutes[0], 5e-5, rng)
    mixed = of_banks(rng) + of_banks(rng) + rng.sample(pairs, min(22000, len(pairs)))
    train(network, tokenizer, mixed, arguments.minutes[1], 6e-5, rng)
    export(network, arguments.out)


if __name__ == "__main__":
    main()
