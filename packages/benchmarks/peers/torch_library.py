"""The works in PyTorch: eager, or through torch.compile."""

import numpy
import torch

import torch_attention
import torch_blocks
import torch_residual
import torch_translation
from names import blocks, is_trained, under
from torch_layout import from_torch, image_to_torch, to_torch

THREADS = 2
BLOCKS = blocks(vars(torch_blocks))


class Task:
    """run() computes; to_numpy() gives its outputs under the names of the works."""

    def __init__(self, run, to_numpy):
        self.run = run
        self.to_numpy = to_numpy


class TorchLibrary:
    def __init__(self, compiled):
        torch.set_num_threads(THREADS)
        self.compiled = compiled

    def versions(self):
        return {"torch": torch.__version__}

    def layouts(self, work):
        return ["contiguous", "channels_last"] if work.startswith(("blocks/", "vision/")) else ["contiguous"]

    def release(self):
        if self.compiled:
            torch.compiler.reset()

    def optimised(self, function):
        return torch.compile(function) if self.compiled else function

    def task(self, work, inputs, layout):
        group, name = work.split("/")
        if group == "machine":
            return self.machine(name, inputs)
        if group == "blocks":
            return self.block(name, inputs, layout)
        if group == "attention":
            return self.attention(inputs)
        if work == "vision/se-resnet50-inference":
            return self.inference(inputs, layout)
        return self.training(work, inputs, layout)

    def machine(self, name, inputs):
        values = [torch.from_numpy(value) for _, value in sorted(inputs.items())]
        function = self.optimised({"matmul": torch.matmul, "copy": torch.neg}[name])
        return Task(inference_mode(lambda: {"output": function(*values)}), plain)

    def block(self, name, inputs, layout):
        params = {path: to_torch(path, value, layout) for path, value in under(inputs, "params").items()}
        x = image_to_torch(inputs["input"], layout).requires_grad_()
        upstream = image_to_torch(inputs["upstream"], layout)
        trained = [path for path in params if is_trained(path)]
        for path in trained:
            params[path].requires_grad_()
        function = self.optimised(BLOCKS[name])

        def run():
            output = function(params, x)
            gradients = torch.autograd.grad(output, [x, *(params[path] for path in trained)], upstream)
            return {"output": output, "input": gradients[0], "params": gradients[1:]}

        def to_numpy(outputs):
            image = lambda value: value.detach().permute(0, 2, 3, 1).numpy()
            found = {"output": image(outputs["output"]), "gradients/input": image(outputs["input"])}
            for path, gradient in zip(trained, outputs["params"]):
                found[f"gradients/params/{path}"] = from_torch(path, gradient)
            return found

        return Task(run, to_numpy)

    def attention(self, inputs):
        query, key, value = (torch.from_numpy(inputs[f"input/{name}"]) for name in ("query", "key", "value"))
        function = self.optimised(torch_attention.attend)
        if "upstream" not in inputs:
            return Task(inference_mode(lambda: {"output": function(query, key, value)}), plain)
        upstream = torch.from_numpy(inputs["upstream"])
        given = [tensor.requires_grad_() for tensor in (query, key, value)]

        def run():
            output = function(*given)
            gradients = torch.autograd.grad(output, given, upstream)
            names = ("gradients/query", "gradients/key", "gradients/value")
            return {"output": output, **dict(zip(names, gradients))}

        return Task(run, plain)

    def inference(self, inputs, layout):
        params = {path: to_torch(path, value, layout) for path, value in under(inputs, "params").items()}
        images = image_to_torch(inputs["images"], layout)
        function = self.optimised(lambda p, x: torch_residual.network(p, x, training=False))
        return Task(inference_mode(lambda: {"output": function(params, images)}), plain)

    def training(self, work, inputs, layout):
        if work == "vision/se-resnet50-training":
            module, make, options = torch_residual, torch.optim.SGD, {"lr": 1e-3, "momentum": 0.9}
        else:
            module, make, options = torch_translation, torch.optim.Adam, {"lr": 1e-4 if "transformer" in work else 1e-3}
        params = {path: to_torch(path, value, layout) for path, value in under(inputs, "params").items()}
        batch = module.batch(under(inputs, "batch"), layout)
        trained = [params[path].requires_grad_() for path in params if is_trained(path)]
        # The fused update is the fastest one on a processor, too.
        optimiser = make(trained, fused=True, **options)
        loss_of = self.optimised(module.loss(work))

        def run():
            optimiser.zero_grad(set_to_none=True)
            loss = loss_of(params, batch)
            loss.backward()
            optimiser.step()
            return {"loss": loss.detach()}

        return Task(run, plain)


def inference_mode(function):
    def run():
        with torch.inference_mode():
            return function()

    return run


def plain(outputs):
    return {name: numpy.asarray(value.detach()) for name, value in outputs.items()}
