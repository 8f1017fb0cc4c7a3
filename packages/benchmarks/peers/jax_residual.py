"""SE-ResNet-50 on images [batch, height, width, channel]."""

import jax
import jax.numpy as jnp
from jax import lax

from jax_blocks import convolve, dense, normalise, squeeze_excite
from names import under

BLOCKS = {"stage2": 3, "stage3": 4, "stage4": 6, "stage5": 3}


def unit(p, name, x, call, stride=1, activate=True):
    kernel = p[f"{name}/convolution/kernel"]
    y = convolve(p, f"{name}/convolution", x, padding=kernel.shape[0] // 2, stride=stride)
    normalisation = f"{name}/normalisation"
    mean, variance = (p[f"{normalisation}/statistics/{which}"] for which in ("mean", "variance"))
    if call["training"]:
        batch_mean, batch_variance = y.mean((0, 1, 2)), y.var((0, 1, 2))
        count = y.size / y.shape[-1]
        place = "/".join(part for part in (call["place"], normalisation, "statistics") if part)
        call["moved"][f"{place}/mean"] = 0.9 * mean + 0.1 * batch_mean
        call["moved"][f"{place}/variance"] = 0.9 * variance + 0.1 * batch_variance * count / (count - 1)
        y = normalise(p, normalisation, y)
    else:
        scale = p[f"{normalisation}/scale"] * lax.rsqrt(variance + 1e-5)
        y = (y - mean) * scale + p[f"{normalisation}/offset"]
    return jax.nn.relu(y) if activate else y


def bottleneck(p, x, call, stride):
    y = unit(p, "reduce", x, call)
    y = unit(p, "spatial", y, call, stride)
    y = unit(p, "last", y, call, activate=False)
    y = squeeze_excite(under(p, "attention"), y)
    shortcut = x
    if "shortcut/convolution/kernel" in p:
        shortcut = unit(p, "shortcut", x, call, stride, activate=False)
    return jax.nn.relu(shortcut + y)


def network(p, x, training):
    """The scores, and the moved statistics by name."""
    moved = {}
    call = lambda place: {"training": training, "moved": moved, "place": place}
    x = unit(p, "stem", x, call(""), stride=2)
    x = lax.reduce_window(x, -jnp.inf, lax.max, (1, 3, 3, 1), (1, 2, 2, 1), [(0, 0), (1, 1), (1, 1), (0, 0)])
    for stage, count in BLOCKS.items():
        for number in range(1, count + 1):
            stride = 2 if number == 1 and stage != "stage2" else 1
            place = f"stages/{stage}/block{number}"
            x = bottleneck(under(p, place), x, call(place), stride)
    scores = dense(p, "classifier", x.mean((1, 2)))
    return scores, moved


def loss(p, batch):
    scores, statistics = network(p, batch["images"], training=True)
    chosen = jnp.take_along_axis(jax.nn.log_softmax(scores), batch["labels"][:, None], 1)
    return -chosen.mean(), statistics
