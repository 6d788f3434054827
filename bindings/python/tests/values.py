"""What tests set settings to: another value than the default of each."""

from dlopt.enums import ValueKind


def another(info):
    """A value within the bounds that is neither the default nor neutral."""
    if info.kind == ValueKind.FLAG:
        return not info.default
    if info.kind == ValueKind.CHOICE:
        return info.choices[(int(info.default) + 1) % len(info.choices)]
    if info.kind == ValueKind.LIST:
        return (3.0, 7.0)
    candidates = [3, 7] if info.kind == ValueKind.INTEGER else [0.375, 0.625, 3.5, info.default / 2, info.default * 2]
    return next(value for value in candidates if info.lower <= value <= info.upper and value != info.default)


def attribute(info):
    """The name that a setting has as an attribute: a word of Python gets an underscore."""
    return "lambda_" if info.name == "lambda" else info.name


def as_number(info, value):
    """The number that the library keeps of a value."""
    return info.choices.index(value) if info.kind == ValueKind.CHOICE else float(value)
