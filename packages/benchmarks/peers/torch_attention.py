"""Scaled dot-product attention by PyTorch's own fused kernel."""

import torch.nn.functional as F


def attend(query, key, value):
    return F.scaled_dot_product_attention(query, key, value)
