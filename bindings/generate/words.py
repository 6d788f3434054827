"""What several languages write alike: names with their capitals, and what a value may be."""

# Words that a capital at the front alone would not do for.
CAPITALS = {"adamw": "AdamW", "adabelief": "AdaBelief", "ademamix": "AdEmaMix", "laprop": "LaProp", "novograd": "NovoGrad", "radam": "RAdam", "nadam": "NAdam",
            "nadamw": "NAdamW", "rmsprop": "RmsProp", "signsgd": "SignSgd", "schedulefree": "ScheduleFree"}

# Limits that read better in words.
LIMITS = {1 - 2**-53: "below 1", 2.0**53: "2^53", -(2.0**53): "-2^53"}


def camel(name, capitals=CAPITALS):
    return "".join(capitals.get(part, part.capitalize()) for part in name.split("_"))


def bound(x):
    if abs(x) == float("inf"):
        return "infinity" if x > 0 else "-infinity"
    return LIMITS.get(x) or f"{x:.6g}"


def span(value, shown=bound):
    """What numbers a value may be, and is by default."""
    if value["kind"] == "list":
        return f"numbers of {shown(value['lower'])} .. {shown(value['upper'])}, default none"
    return f"{shown(value['lower'])} .. {shown(value['upper'])}, default {shown(value['default'])}"


def member_of(value, enum):
    """The name of a value's number in its enumeration."""
    return next(member["name"] for member in enum["members"] if member["number"] == value["id"])
