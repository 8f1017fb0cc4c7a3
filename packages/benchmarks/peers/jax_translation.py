"""RNNsearch and the Transformer, from words to the loss. Words are numbers, and 0 stands behind a sentence."""

import math

import jax
import jax.numpy as jnp

from jax_blocks import dense, layer_norm


def word_loss(scores, following):
    chosen = jnp.take_along_axis(scores, following[..., None], 2)[..., 0]
    losses = jax.nn.logsumexp(scores, -1) - chosen
    present = (following != 0).astype(jnp.float32)
    return (losses * present).sum() / present.sum()


def gated_step(p, name, projected, state, present=None):
    units = state.shape[1]
    gates = jax.nn.sigmoid(projected[:, : 2 * units] + dense(p, f"{name}/gates", state))
    update, reset = jnp.split(gates, 2, 1)
    candidate = jnp.tanh(projected[:, 2 * units :] + dense(p, f"{name}/candidate", reset * state))
    step = update if present is None else update * present
    return state + step * (candidate - state)


def gated_sequence(p, name, projected, present, backward):
    def step(state, given):
        state = gated_step(p, name, given[0], state, given[1])
        return state, state

    first = jnp.zeros((projected.shape[0], projected.shape[2] // 3))
    steps = (jnp.swapaxes(projected, 0, 1), jnp.swapaxes(present, 0, 1)[..., None])
    return jnp.swapaxes(jax.lax.scan(step, first, steps, reverse=backward)[1], 0, 1)


def rnn_search(p, given):
    source = given["source"]
    mask = source != 0
    words = p["embeddings/source"][source]
    directions = [
        gated_sequence(
            p, f"encoder/{name}/unit", dense(p, f"encoder/{name}/word", words), mask.astype(jnp.float32), name == "backward"
        )
        for name in ("forward", "backward")
    ]
    annotations = jnp.concatenate(directions, 2)
    projected = dense(p, "alignment/annotation", annotations)
    first = jnp.tanh(dense(p, "initialState", directions[1][:, 0]))
    target = p["embeddings/target"][given["target"]]

    def step(state, word):
        energies = jnp.tanh(dense(p, "alignment/state", state)[:, None] + projected) @ p["alignment/score"]
        weights = jax.nn.softmax(jnp.where(mask, energies, -1e30))
        context = jnp.einsum("bk,bkc->bc", weights, annotations)
        return gated_step(p, "decoder/unit", word + dense(p, "decoder/context", context), state), (state, context)

    _, steps = jax.lax.scan(step, first, jnp.swapaxes(dense(p, "decoder/word", target), 0, 1))
    states, contexts = (jnp.swapaxes(values, 0, 1) for values in steps)
    parts = dense(p, "readout/state", states) + dense(p, "readout/word", target) + dense(p, "readout/context", contexts)
    return dense(p, "readout/output", parts.reshape(*parts.shape[:2], -1, 2).max(3))


HEADS = 8


def multi_head(p, name, x, memory, mask=None, causal=False):
    heads = lambda y: y.reshape(*y.shape[:2], HEADS, -1)
    query = heads(dense(p, f"{name}/query", x))
    key, value = (heads(dense(p, f"{name}/{part}", memory)) for part in ("key", "value"))
    attended = jax.nn.dot_product_attention(query, key, value, mask=mask, is_causal=causal)
    return dense(p, f"{name}/output", attended.reshape(*x.shape[:2], -1))


def attention_layer(p, name, x, memory, **options):
    return layer_norm(p, f"{name}/normalisation", x + multi_head(p, f"{name}/attention", x, memory, **options))


def feed_forward(p, name, x):
    y = dense(p, f"{name}/outer", jax.nn.relu(dense(p, f"{name}/inner", x)))
    return layer_norm(p, f"{name}/normalisation", x + y)


def positions(time, features):
    rates = jnp.exp(jnp.arange(0, features, 2) * (-math.log(10000.0) / features))
    angles = jnp.arange(time)[:, None] * rates
    return jnp.stack([jnp.sin(angles), jnp.cos(angles)], 2).reshape(time, features)


def transformer(p, given, layers=3):
    table = p["embeddings/target"]
    features = table.shape[1]
    embed = lambda words: table[words] * math.sqrt(features) + positions(words.shape[1], features)
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
    return x @ table.T


def loss(work):
    scores = transformer if work == "translation/transformer" else rnn_search
    return lambda p, given: (word_loss(scores(p, given), given["next"]), {})
