"""From the layout of the works ([height, width, in, out], [in, out]; images with channels last) to PyTorch's, and back."""

import torch

FORMATS = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}


def to_torch(path, value, layout):
    tensor = torch.from_numpy(value)
    if path.endswith("kernel") and tensor.dim() == 4:
        return tensor.permute(3, 2, 0, 1).contiguous(memory_format=FORMATS[layout])
    if path.endswith("kernel") and tensor.dim() == 2:
        return tensor.t().contiguous()
    return tensor.clone()


def from_torch(path, tensor):
    if path.endswith("kernel") and tensor.dim() == 4:
        tensor = tensor.permute(2, 3, 1, 0)
    elif path.endswith("kernel") and tensor.dim() == 2:
        tensor = tensor.t()
    return tensor.detach().numpy()


def image_to_torch(value, layout):
    return torch.from_numpy(value).permute(0, 3, 1, 2).contiguous(memory_format=FORMATS[layout])
