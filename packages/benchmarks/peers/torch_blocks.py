"""Attention blocks on images [batch, channel, height, width]. Parameters are those of the works, by name."""

import torch
import torch.nn.functional as F


def linear(p, name, x):
    return F.linear(x, p[f"{name}/kernel"], p.get(f"{name}/bias"))


def pointwise(p, name, x):
    return F.conv2d(x, p[f"{name}/kernel"][:, :, None, None], p.get(f"{name}/bias"))


def convolve(p, name, x, **options):
    return F.conv2d(x, p[f"{name}/kernel"], p.get(f"{name}/bias"), **options)


def normalise(p, name, x):
    return F.batch_norm(x, None, None, p[f"{name}/scale"], p[f"{name}/offset"], training=True)


def squeeze_excite(p, x):
    squeezed = x.mean((2, 3))
    gate = torch.sigmoid(linear(p, "up", torch.relu(linear(p, "down", squeezed))))
    return x * gate[:, :, None, None]


def efficient_channel(p, x):
    kernel = p["kernel"]
    pooled = x.mean((2, 3))
    gate = torch.sigmoid(F.conv1d(pooled[:, None], kernel[None, None], padding=kernel.shape[0] // 2))
    return x * gate.reshape(x.shape[0], -1, 1, 1)


def cbam(p, x):
    perceptron = lambda pooled: linear(p, "channel/up", torch.relu(linear(p, "channel/down", pooled)))
    channels = torch.sigmoid(perceptron(x.mean((2, 3))) + perceptron(x.amax((2, 3))))
    x = x * channels[:, :, None, None]
    pooled = torch.cat([x.mean(1, keepdim=True), x.amax(1, keepdim=True)], 1)
    return x * torch.sigmoid(convolve(p, "spatial/convolution", pooled, padding=3))


def bam(p, x):
    hidden = linear(p, "channel/down", x.mean((2, 3)))
    channel = normalise(p, "channel/up/normalisation", linear(p, "channel/up", hidden))
    y = convolve(p, "spatial/reduce", x)
    y = convolve(p, "spatial/first", y, padding=4, dilation=4)
    y = convolve(p, "spatial/second", y, padding=4, dilation=4)
    spatial = normalise(p, "spatial/score/normalisation", convolve(p, "spatial/score", y))
    return x + x * torch.sigmoid(channel[:, :, None, None] + spatial)


def global_context(p, x):
    batch, channels = x.shape[:2]
    weights = torch.softmax(pointwise(p, "mask", x).flatten(2), 2)  # [batch, 1, position]
    context = torch.bmm(x.flatten(2), weights.transpose(1, 2)).reshape(batch, channels)
    hidden = linear(p, "down", context)
    hidden = F.layer_norm(hidden, hidden.shape[1:], p["normalisation/scale"], p["normalisation/offset"])
    return x + linear(p, "up", torch.relu(hidden))[:, :, None, None]


def non_local(p, x):
    query, key, value = (pointwise(p, name, x).flatten(2) for name in ("query", "key", "value"))
    weights = torch.softmax(torch.bmm(query.transpose(1, 2), key), 2)  # [batch, query, key]
    gathered = torch.bmm(value, weights.transpose(1, 2)).unflatten(2, x.shape[2:])
    return x + normalise(p, "normalisation", pointwise(p, "output", gathered))


def position_attention(p, x):
    query, key, value = (pointwise(p, name, x).flatten(2) for name in ("query", "key", "value"))
    weights = torch.softmax(torch.bmm(query.transpose(1, 2), key), 2)
    return x + p["scale"] * torch.bmm(value, weights.transpose(1, 2)).unflatten(2, x.shape[2:])


def channel_attention(p, x):
    vectors = x.flatten(2)
    weights = torch.softmax(torch.bmm(vectors, vectors.transpose(1, 2)), 2)  # [batch, channel, channel]
    return x + p["scale"] * torch.bmm(weights, vectors).unflatten(2, x.shape[2:])


def asymmetric(p, x):
    pyramid = lambda y: torch.cat([F.adaptive_avg_pool2d(y, size).flatten(2) for size in (1, 3, 6, 8)], 2)
    query = pointwise(p, "query", x).flatten(2)
    key, value = pyramid(pointwise(p, "key", x)), pyramid(pointwise(p, "value", x))
    weights = torch.softmax(torch.bmm(query.transpose(1, 2), key), 2)  # [batch, query, bin]
    gathered = torch.bmm(value, weights.transpose(1, 2)).unflatten(2, x.shape[2:])
    return torch.cat([pointwise(p, "output", gathered), x], 1)


def second_order(p, x):
    y = convolve(p, "reduce", torch.relu(x))
    y = torch.relu(normalise(p, "reduce/normalisation", y)).flatten(2)  # [batch, d, position]
    positions = y.shape[2]
    centred = y - y.mean(2, keepdim=True)
    covariance = torch.bmm(centred, centred.transpose(1, 2)) / positions  # [batch, d, d]
    rows = normalise(p, "rows/normalisation", covariance.transpose(1, 2)).transpose(1, 2)
    size = rows.shape[1]
    # A row of the covariance is a channel, and its kernel covers it whole: [batch, row, d, 1].
    values = F.conv2d(rows.transpose(1, 2)[..., None], p["rows/kernel"], p["rows/bias"], groups=size)
    gate = torch.sigmoid(linear(p, "expand", F.leaky_relu(values.flatten(1), 0.01)))
    return x * gate[:, :, None, None]


def selective_kernel(p, x):
    maps = []
    for number, dilation in (("0", 1), ("1", 2)):
        y = convolve(p, f"branches/{number}/convolution", x, padding=dilation, dilation=dilation, groups=32)
        maps.append(torch.relu(normalise(p, f"branches/{number}/normalisation", y)))
    pooled = (maps[0] + maps[1]).mean((2, 3))
    compact = torch.relu(normalise(p, "normalisation", linear(p, "fuse", pooled)))
    weights = torch.softmax(linear(p, "select", compact).unflatten(1, (2, -1)), 1)  # [batch, branch, channel]
    return maps[0] * weights[:, 0, :, None, None] + maps[1] * weights[:, 1, :, None, None]
