"""The works in JAX, each as one jit function."""

import jax
import jax.numpy as jnp
import numpy

import jax_blocks
import jax_residual
import jax_translation
from names import blocks, is_trained, under

BLOCKS = blocks(vars(jax_blocks))


class Task:
    """run() computes and waits; to_numpy() gives its outputs under the names of the works."""

    def __init__(self, run):
        self.run = run

    def to_numpy(self, outputs):
        return {name: numpy.asarray(value) for name, value in outputs.items()}


class JaxLibrary:
    def versions(self):
        return {"jax": jax.__version__}

    def layouts(self, _work):
        return ["NHWC"]

    def release(self):
        jax.clear_caches()

    def task(self, work, inputs, _layout):
        group, name = work.split("/")
        values = {path: jnp.asarray(value) for path, value in inputs.items()}
        if group == "machine":
            return self.machine(name, values)
        if group == "blocks":
            return self.block(name, values)
        if group == "attention":
            return self.attention(values)
        if work == "vision/se-resnet50-inference":
            function = jax.jit(lambda p, x: {"output": jax_residual.network(p, x, training=False)[0]})
            params = under(values, "params")
            return Task(lambda: jax.block_until_ready(function(params, values["images"])))
        return self.training(work, values)

    def machine(self, name, values):
        function = jax.jit({"matmul": jnp.matmul, "copy": jnp.negative}[name])
        given = [value for _, value in sorted(values.items())]
        return Task(lambda: {"output": jax.block_until_ready(function(*given))})

    def block(self, name, values):
        params = under(values, "params")
        trained = {path: value for path, value in params.items() if is_trained(path)}

        @jax.jit
        def function(trained, x, upstream):
            output, backward = jax.vjp(BLOCKS[name], trained, x)
            of_params, of_input = backward(upstream)
            gradients = {f"gradients/params/{path}": value for path, value in of_params.items()}
            return {"output": output, "gradients/input": of_input, **gradients}

        return Task(lambda: jax.block_until_ready(function(trained, values["input"], values["upstream"])))

    def attention(self, values):
        given = [values[f"input/{name}"] for name in ("query", "key", "value")]
        forward = jax.jit(lambda *qkv: {"output": jax_blocks.attend(*qkv)})
        if "upstream" not in values:
            return Task(lambda: jax.block_until_ready(forward(*given)))

        @jax.jit
        def both(upstream, *qkv):
            output, backward = jax.vjp(jax_blocks.attend, *qkv)
            names = ("gradients/query", "gradients/key", "gradients/value")
            return {"output": output, **dict(zip(names, backward(upstream)))}

        return Task(lambda: jax.block_until_ready(both(values["upstream"], *given)))

    def training(self, work, values):
        vision = work == "vision/se-resnet50-training"
        loss_of = jax_residual.loss if vision else jax_translation.loss(work)
        params = under(values, "params")
        state = {
            "trained": {path: value for path, value in params.items() if is_trained(path)},
            "statistics": {path: value for path, value in params.items() if not is_trained(path)},
        }
        zeros = lambda: {path: jnp.zeros_like(value) for path, value in state["trained"].items()}
        state["first"], state["second"] = zeros(), {} if vision else zeros()
        batch = under(values, "batch")
        rate = 1e-4 if "transformer" in work else 1e-3

        def step(state, number):
            compute = lambda trained: loss_of({**trained, **state["statistics"]}, batch)
            (loss, statistics), gradients = jax.value_and_grad(compute, has_aux=True)(state["trained"])
            update = momentum if vision else adam
            return {**update(state, gradients, rate, number), "statistics": statistics}, loss

        compiled = jax.jit(step, donate_argnums=0)
        counter = iter(range(1, 1 << 30))

        def run():
            nonlocal state
            state, loss = jax.block_until_ready(compiled(state, jnp.float32(next(counter))))
            return {"loss": loss}

        return Task(run)


def momentum(state, gradients, rate, _number):
    first = {path: 0.9 * state["first"][path] + gradient for path, gradient in gradients.items()}
    trained = {path: value - rate * first[path] for path, value in state["trained"].items()}
    return {"trained": trained, "first": first, "second": {}}


def adam(state, gradients, rate, number):
    first = {path: 0.9 * state["first"][path] + 0.1 * gradient for path, gradient in gradients.items()}
    second = {path: 0.999 * state["second"][path] + 0.001 * gradient**2 for path, gradient in gradients.items()}
    correct = lambda value, beta: value / (1 - beta**number)

    def moved(path, value):
        return value - rate * correct(first[path], 0.9) / (jnp.sqrt(correct(second[path], 0.999)) + 1e-8)

    trained = {path: moved(path, value) for path, value in state["trained"].items()}
    return {"trained": trained, "first": first, "second": second}
