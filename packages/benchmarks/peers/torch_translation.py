"""RNNsearch and the Transformer, from words to the loss. Words are numbers, and 0 stands behind a sentence."""

import math

import torch
import torch.nn.functional as F


def batch(values, _layout):
    return {name: torch.from_numpy(value).long() for name, value in values.items()}


def word_loss(scores, following):
    return F.cross_entropy(scores.flatten(0, 1), following.flatten(), ignore_index=0)


def linear(p, name, x):
    return F.linear(x, p[f"{name}/kernel"], p.get(f"{name}/bias"))


def gated_step(p, name, projected, state, present=None):
    units = state.shape[1]
    gates = torch.sigmoid(projected[:, : 2 * units] + linear(p, f"{name}/gates", state))
    update, reset = gates.chunk(2, 1)
    candidate = torch.tanh(projected[:, 2 * units :] + linear(p, f"{name}/candidate", reset * state))
    step = update if present is None else update * present
    return state + step * (candidate - state)


def gated_sequence(p, name, projected, present, backward):
    inputs, words = projected.unbind(1), present.split(1, 1)
    state = projected.new_zeros(projected.shape[0], projected.shape[2] // 3)
    states = [None] * len(inputs)
    for step in range(len(inputs)):
        at = len(inputs) - 1 - step if backward else step
        state = gated_step(p, name, inputs[at], state, words[at])
        states[at] = state
    return torch.stack(states, 1)


def rnn_search(p, given):
    source = given["source"]
    mask = source != 0
    present = mask.float()
    words = F.embedding(source, p["embeddings/source"])
    directions = [
        gated_sequence(p, f"encoder/{name}/unit", linear(p, f"encoder/{name}/word", words), present, name == "backward")
        for name in ("forward", "backward")
    ]
    annotations = torch.cat(directions, 2)
    projected = linear(p, "alignment/annotation", annotations)
    state = torch.tanh(linear(p, "initialState", directions[1][:, 0]))
    target = F.embedding(given["target"], p["embeddings/target"])
    states, contexts = [], []
    for word in linear(p, "decoder/word", target).unbind(1):
        energies = torch.tanh(linear(p, "alignment/state", state)[:, None] + projected) @ p["alignment/score"]
        weights = torch.softmax(energies.masked_fill(~mask, -1e30), 1)
        context = torch.bmm(weights[:, None], annotations)[:, 0]
        states.append(state)
        contexts.append(context)
        state = gated_step(p, "decoder/unit", word + linear(p, "decoder/context", context), state)
    states, contexts = torch.stack(states, 1), torch.stack(contexts, 1)
    parts = linear(p, "readout/state", states) + linear(p, "readout/word", target) + linear(p, "readout/context", contexts)
    return linear(p, "readout/output", parts.unflatten(2, (-1, 2)).amax(3))


HEADS = 8


def multi_head(p, name, x, memory, mask=None, causal=False):
    heads = lambda y: y.unflatten(2, (HEADS, -1)).transpose(1, 2)
    query = heads(linear(p, f"{name}/query", x))
    key, value = (heads(linear(p, f"{name}/{part}", memory)) for part in ("key", "value"))
    attended = F.scaled_dot_product_attention(query, key, value, attn_mask=mask, is_causal=causal)
    return linear(p, f"{name}/output", attended.transpose(1, 2).flatten(2))


def layer_norm(p, name, x):
    return F.layer_norm(x, x.shape[-1:], p[f"{name}/scale"], p[f"{name}/offset"])


def attention_layer(p, name, x, memory, **options):
    return layer_norm(p, f"{name}/normalisation", x + multi_head(p, f"{name}/attention", x, memory, **options))


def feed_forward(p, name, x):
    y = linear(p, f"{name}/outer", torch.relu(linear(p, f"{name}/inner", x)))
    return layer_norm(p, f"{name}/normalisation", x + y)


def positions(time, features):
    rates = torch.exp(torch.arange(0, features, 2) * (-math.log(10000.0) / features))
    angles = torch.arange(time)[:, None] * rates
    return torch.stack([angles.sin(), angles.cos()], 2).flatten(1)


def transformer(p, given, layers=3):
    table = p["embeddings/target"]
    features = table.shape[1]
    embed = lambda words: F.embedding(words, table) * math.sqrt(features) + positions(words.shape[1], features)
    mask = (given["source"] != 0)[:, None, None]
    memory = embed(given["source"])
    for number in range(1, layers + 1):
        name = f"encoder/layers/layer{number}"
        memory = attention_layer(p, f"{name}/selfAttention", memory, memory, mask=mask)
        memory = feed_forward(p, f"{name}/feedForward", memory)
    x = embed(given["target"])
    for number in range(1, layers + 1):
        name = f"decoder/layers/layer{number}"
        x = attention_layer(p, f"{name}/selfAttention", x, x, causal=True)
        x = attention_layer(p, f"{name}/crossAttention", x, memory, mask=mask)
        x = feed_forward(p, f"{name}/feedForward", x)
    return F.linear(x, table)


def loss(work):
    scores = transformer if work == "translation/transformer" else rnn_search
    return lambda p, given: word_loss(scores(p, given), given["next"])
