"""SE-ResNet-50 on images [batch, channel, height, width]."""

import torch
import torch.nn.functional as F

from names import under
from torch_blocks import squeeze_excite
from torch_layout import image_to_torch

BLOCKS = {"stage2": 3, "stage3": 4, "stage4": 6, "stage5": 3}


def unit(p, name, x, training, stride=1, activate=True):
    kernel = p[f"{name}/convolution/kernel"]
    y = F.conv2d(x, kernel, stride=stride, padding=kernel.shape[2] // 2)
    normalisation = f"{name}/normalisation"
    statistics = (p[f"{normalisation}/statistics/{which}"] for which in ("mean", "variance"))
    y = F.batch_norm(y, *statistics, p[f"{normalisation}/scale"], p[f"{normalisation}/offset"], training=training)
    return torch.relu(y) if activate else y


def bottleneck(p, x, training, stride):
    y = unit(p, "reduce", x, training)
    y = unit(p, "spatial", y, training, stride)
    y = unit(p, "last", y, training, activate=False)
    y = squeeze_excite(under(p, "attention"), y)
    shortcut = x
    if "shortcut/convolution/kernel" in p:
        shortcut = unit(p, "shortcut", x, training, stride, activate=False)
    return torch.relu(shortcut + y)


def network(p, x, training):
    x = F.max_pool2d(unit(p, "stem", x, training, stride=2), 3, 2, 1)
    for stage, count in BLOCKS.items():
        for number in range(1, count + 1):
            stride = 2 if number == 1 and stage != "stage2" else 1
            x = bottleneck(under(p, f"stages/{stage}/block{number}"), x, training, stride)
    return F.linear(x.mean((2, 3)), p["classifier/kernel"], p["classifier/bias"])


def batch(values, layout):
    return {
        "images": image_to_torch(values["images"], layout),
        "labels": torch.from_numpy(values["labels"]).long(),
    }


def loss(_work):
    return lambda p, given: F.cross_entropy(network(p, given["images"], training=True), given["labels"])
