"""Trees of arrays as flat dictionaries: `a/b/c` names a leaf."""


def under(values, prefix):
    """The entries below a name, without it."""
    start = prefix + "/"
    return {name[len(start) :]: value for name, value in values.items() if name.startswith(start)}


def is_trained(name):
    return "statistics" not in name.split("/")
