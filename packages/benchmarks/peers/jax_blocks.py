"""Attention blocks on images [batch, height, width, channel], and scaled dot-product attention."""

import jax
import jax.numpy as jnp
from jax import lax


def dense(p, name, x):
    y = x @ p[f"{name}/kernel"]
    return y + p[f"{name}/bias"] if f"{name}/bias" in p else y


def convolve(p, name, x, padding=0, dilation=1, groups=1, stride=1):
    y = lax.conv_general_dilated(
        x,
        p[f"{name}/kernel"],
        (stride, stride),
        [(padding, padding)] * 2,
        rhs_dilation=(dilation, dilation),
        dimension_numbers=("NHWC", "HWIO", "NHWC"),
        feature_group_count=groups,
    )
    return y + p[f"{name}/bias"] if f"{name}/bias" in p else y


def normalise(p, name, x):
    axes = tuple(range(x.ndim - 1))
    mean = x.mean(axes)
    variance = jnp.square(x - mean).mean(axes)
    return (x - mean) * lax.rsqrt(variance + 1e-5) * p[f"{name}/scale"] + p[f"{name}/offset"]


def layer_norm(p, name, x):
    centred = x - x.mean(-1, keepdims=True)
    variance = jnp.square(centred).mean(-1, keepdims=True)
    return centred * lax.rsqrt(variance + 1e-5) * p[f"{name}/scale"] + p[f"{name}/offset"]


def flat(x):
    """[batch, height, width, channel] -> [batch, position, channel]"""
    return x.reshape(x.shape[0], -1, x.shape[-1])


def squeeze_excite(p, x):
    gate = jax.nn.sigmoid(dense(p, "up", jax.nn.relu(dense(p, "down", x.mean((1, 2))))))
    return x * gate[:, None, None]


def efficient_channel(p, x):
    kernel = p["kernel"]
    padding = kernel.shape[0] // 2
    pooled = x.mean((1, 2))[:, None]
    mixed = lax.conv_general_dilated(pooled, kernel[None, None], (1,), [(padding, padding)])
    return x * jax.nn.sigmoid(mixed[:, 0])[:, None, None]


def cbam(p, x):
    perceptron = lambda pooled: dense(p, "channel/up", jax.nn.relu(dense(p, "channel/down", pooled)))
    x = x * jax.nn.sigmoid(perceptron(x.mean((1, 2))) + perceptron(x.max((1, 2))))[:, None, None]
    pooled = jnp.stack([x.mean(3), x.max(3)], 3)
    return x * jax.nn.sigmoid(convolve(p, "spatial/convolution", pooled, padding=3))


def bam(p, x):
    hidden = dense(p, "channel/down", x.mean((1, 2)))
    channel = normalise(p, "channel/up/normalisation", dense(p, "channel/up", hidden))
    y = convolve(p, "spatial/reduce", x)
    y = convolve(p, "spatial/first", y, padding=4, dilation=4)
    y = convolve(p, "spatial/second", y, padding=4, dilation=4)
    spatial = normalise(p, "spatial/score/normalisation", convolve(p, "spatial/score", y))
    return x + x * jax.nn.sigmoid(channel[:, None, None] + spatial)


def global_context(p, x):
    vectors = flat(x)
    weights = jax.nn.softmax(dense(p, "mask", vectors)[..., 0])
    context = jnp.einsum("bn,bnc->bc", weights, vectors)
    hidden = jax.nn.relu(layer_norm(p, "normalisation", dense(p, "down", context)))
    return x + dense(p, "up", hidden)[:, None, None]


def similar(query, key, value):
    weights = jax.nn.softmax(jnp.einsum("bqc,bkc->bqk", query, key))
    return jnp.einsum("bqk,bkc->bqc", weights, value)


def non_local(p, x):
    query, key, value = (dense(p, name, flat(x)) for name in ("query", "key", "value"))
    mapped = dense(p, "output", similar(query, key, value)).reshape(x.shape)
    return x + normalise(p, "normalisation", mapped)


def position_attention(p, x):
    query, key, value = (dense(p, name, flat(x)) for name in ("query", "key", "value"))
    return x + p["scale"] * similar(query, key, value).reshape(x.shape)


def channel_attention(p, x):
    vectors = flat(x)
    weights = jax.nn.softmax(jnp.einsum("bnc,bnd->bcd", vectors, vectors))
    return x + p["scale"] * jnp.einsum("bnd,bcd->bnc", vectors, weights).reshape(x.shape)


def averages(length, bins):
    """Which positions each bin averages: [bins, length]."""
    rows = []
    for bin in range(bins):
        begin, end = bin * length // bins, -(-(bin + 1) * length // bins)
        rows.append([1 / (end - begin) if begin <= at < end else 0.0 for at in range(length)])
    return jnp.array(rows)


def pyramid(x):
    height, width = x.shape[1:3]
    levels = [jnp.einsum("ih,jw,bhwc->bijc", averages(height, n), averages(width, n), x) for n in (1, 3, 6, 8)]
    return jnp.concatenate([flat(level) for level in levels], 1)


def asymmetric(p, x):
    query = dense(p, "query", flat(x))
    gathered = similar(query, pyramid(dense(p, "key", x)), pyramid(dense(p, "value", x)))
    return jnp.concatenate([dense(p, "output", gathered).reshape(x.shape), x], 3)


def second_order(p, x):
    y = flat(jax.nn.relu(normalise(p, "reduce/normalisation", convolve(p, "reduce", jax.nn.relu(x)))))
    centred = y - y.mean(1, keepdims=True)
    covariance = jnp.einsum("bnc,bnd->bcd", centred, centred) / y.shape[1]
    rows = normalise(p, "rows/normalisation", covariance)  # [batch, d, row]
    size = rows.shape[-1]
    kernels = p["rows/kernel"].reshape(size, size, -1)  # [d, row, 4]
    values = jnp.einsum("bdr,dro->bro", rows, kernels).reshape(x.shape[0], -1) + p["rows/bias"]
    return x * jax.nn.sigmoid(dense(p, "expand", jax.nn.leaky_relu(values, 0.01)))[:, None, None]


def selective_kernel(p, x):
    maps = []
    for number, dilation in (("0", 1), ("1", 2)):
        y = convolve(p, f"branches/{number}/convolution", x, padding=dilation, dilation=dilation, groups=32)
        maps.append(jax.nn.relu(normalise(p, f"branches/{number}/normalisation", y)))
    compact = jax.nn.relu(normalise(p, "normalisation", dense(p, "fuse", (maps[0] + maps[1]).mean((1, 2)))))
    weights = jax.nn.softmax(dense(p, "select", compact).reshape(x.shape[0], 2, -1), 1)
    return maps[0] * weights[:, 0, None, None] + maps[1] * weights[:, 1, None, None]


def attend(query, key, value):
    """[batch, head, position, feature]; jax.nn.dot_product_attention wants the heads behind the positions."""
    turned = (jnp.swapaxes(x, 1, 2) for x in (query, key, value))
    return jnp.swapaxes(jax.nn.dot_product_attention(*turned), 1, 2)
