"""Trees of arrays as flat dictionaries: `a/b/c` names a leaf."""


def under(values, prefix):
    """The entries below a name, without it."""
    start = prefix + "/"
    return {name[len(start) :]: value for name, value in values.items() if name.startswith(start)}


def is_trained(name):
    return "statistics" not in name.split("/")


def blocks(functions):
    """The blocks of a library by the names of the works: `functions` holds one function for each mechanism."""

    def block(name, function):
        return lambda params, x: function(under(params, name), x)

    def dual(params, x):
        position = functions["position_attention"](under(params, "danet-position"), x)
        return position + functions["channel_attention"](under(params, "danet-channel"), x)

    return {
        "se": block("se", functions["squeeze_excite"]),
        "eca": block("eca", functions["efficient_channel"]),
        "cbam": block("cbam", functions["cbam"]),
        "bam": block("bam", functions["bam"]),
        "gc": block("gc", functions["global_context"]),
        "non-local": block("nl", functions["non_local"]),
        "danet": dual,
        "anl": block("apnb", functions["asymmetric"]),
        "gsop": block("gsop", functions["second_order"]),
        "sk": block("sk", functions["selective_kernel"]),
    }
