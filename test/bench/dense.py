# The network of test/bench/denseNetwork.ts in PyTorch, as one would write it there: sparse gradients for the embedding, one fused call of Adam for the
# rest. The relaxation is either as its equations stand, for any temperature, or with one exponential, for 1 / temperature = 2. A line of a number asks for so many steps.
import json
import resource
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

given = json.loads(sys.argv[1])
shape = given["shape"]
V, K, H, B, L0 = (shape[name] for name in ("words", "features", "hidden", "rows", "limit"))
negatives = shape.get("negatives") if given["sampled"] else None
entries, labels = given["entries"], given["labels"]
torch.set_num_threads(1)
torch.manual_seed(1)
TEMPERATURE = 0.5

raw = np.fromfile(given["file"], np.int32).reshape(-1, B * (2 * entries + labels))
batches = []
for batch in raw:
    words, values, tags = np.split(batch, [B * entries, 2 * B * entries])
    batches.append(
        (
            torch.from_numpy(words.reshape(B, entries).astype(np.int64)),
            torch.from_numpy(values.view(np.float32).reshape(B, entries).copy()),
            torch.from_numpy(tags.reshape(B, labels).astype(np.int64)),
        )
    )

embedding = torch.nn.EmbeddingBag(V, H, mode="sum", sparse=True)
torch.nn.init.uniform_(embedding.weight, -0.1, 0.1)
bias = torch.nn.Parameter(torch.zeros(H))
scores, levels, decoder = torch.nn.Linear(H, K), torch.nn.Linear(H, L0 + 1), torch.nn.Linear(K, H)
dense = [bias, *scores.parameters(), *levels.parameters(), *decoder.parameters()]
lazy = [embedding.weight]
if negatives is None:
    words_of = torch.nn.Linear(H, V)
    dense += words_of.parameters()
else:
    rows_of = torch.nn.Embedding(V, H, sparse=True)
    torch.nn.init.uniform_(rows_of.weight, -(H**-0.5), H**-0.5)
    word_bias = torch.nn.Embedding(V, 1, sparse=True)
    torch.nn.init.zeros_(word_bias.weight)
    lazy += [rows_of.weight, word_bias.weight]
adam = torch.optim.Adam(dense, lr=1e-3, foreach=True)
sparse_adam = torch.optim.SparseAdam(lazy, lr=1e-3)
random = np.random.default_rng(1)


def gumbel(like):
    return -torch.log(-torch.log(torch.rand_like(like).clamp_(1e-7, 1 - 1e-7)))


def step(words, values, tags):
    h = F.relu(embedding(words, per_sample_weights=values) + bias)
    theta, g = scores(h), levels(h)
    level = F.softmax((g + gumbel(g)) / TEMPERATURE, -1)
    weights = level.flip(-1).cumsum(-1).flip(-1)[:, 1:]
    keys = (theta + gumbel(theta)) / TEMPERATURE
    if given["rewritten"]:
        u = torch.exp(keys - keys.amax(-1, keepdim=True).detach()).clamp_min(1e-30)
    code = 0
    for t in range(L0):
        draw = u / u.sum(-1, keepdim=True) if given["rewritten"] else F.softmax(keys, -1)
        code = code + weights[:, t : t + 1] * draw
        if t == L0 - 1:
            break
        if not given["rewritten"]:
            keys = keys + torch.log((1 - draw).clamp_min(1e-6)) / TEMPERATURE
        else:
            rest = 1 - draw
            u = (u * rest * rest).clamp_min(1e-30)
    decoded = F.relu(decoder(code))
    if negatives is None:
        logits = words_of(decoded)
        places = words
    else:
        present = np.unique(words.numpy())
        others = np.setdiff1d(np.arange(V), present, assume_unique=True)
        drawn = random.choice(others, min(negatives, len(others)), replace=False)
        chosen = torch.from_numpy(np.concatenate([present, drawn]))
        log_weights = torch.zeros(len(chosen))
        log_weights[len(present) :] = np.log(len(others) / len(drawn))
        logits = decoded @ rows_of(chosen).T + word_bias(chosen).squeeze(1) + log_weights
        places = torch.from_numpy(np.searchsorted(present, words.numpy()))
    normaliser = torch.logsumexp(logits, -1)
    loss = (values.sum(-1) * normaliser - (values * logits.gather(1, places)).sum(-1)).sum() / B
    target = torch.zeros(B, K).scatter_(1, tags, 1.0)
    total = loss + F.binary_cross_entropy_with_logits(theta, target, reduction="sum") / B
    adam.zero_grad(set_to_none=True)
    sparse_adam.zero_grad(set_to_none=True)
    total.backward()
    adam.step()
    sparse_adam.step()
    return float(loss)


done = 0
for line in sys.stdin:
    cpu, wall, loss = [], [], 0.0
    for _ in range(int(line)):
        started, cpu_started = time.perf_counter(), time.process_time()
        loss = step(*batches[done % len(batches)])
        done += 1
        wall.append((time.perf_counter() - started) * 1e3)
        cpu.append((time.process_time() - cpu_started) * 1e3)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"cpu": cpu, "wall": wall, "loss": loss, "peakBytes": peak}), flush=True)
