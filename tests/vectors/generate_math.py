#!/usr/bin/env python3
"""Writes math.txt: reference values for src/lanes/repro_math.h, computed by mpmath with 120 digits.

Each line: function, argument(s), value, rest. Doubles are hexadecimal, the integer argument of *_int is decimal.
value is the double nearest to the exact result and rest what it misses, in units in its last place, so that errors far
below one unit can be seen.

    python3 generate_math.py        needs mpmath (pip install mpmath)
"""

import math
import pathlib
import random

from mpmath import mp, mpf

mp.dps = 120
random_source = random.Random(20240607)
uniform = random_source.uniform

BIGGEST = math.ldexp(2 - 2**-52, 1023)
SMALLEST_NORMAL = math.ldexp(1, -1022)
ONE_BELOW, ONE_ABOVE = math.nextafter(1, 0), math.nextafter(1, 2)
BETAS = [0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9995, 0.9999, 0.99999, 1 - 2.0**-30, 1 - 2.0**-45, ONE_BELOW]
STEPS = [1, 2, 3, 5, 10, 17, 100, 999, 1000, 4096, 65535, 100000, 1000000, 1 << 20, 12345678, 1 << 40, (1 << 53) + 1, 2**63 - 1]
# The largest errors found by millions of random calls.
WORST = {
    "exp": [-0.32696365005963, -708.6928313947686],
    "log": [1.4574413168184162],
    "pow": [(0.7084672580846797, 1773.8797510832762), (1.4139141243492859, -2045.8460411672768)],
    "pow_int": [(0.7152078690544466, 1886)],
    "one_minus_pow_int": [(0.8785734096951527, 2)],
    "cospi": [0.7451458491025895],
}
SMALL_POWERS = [math.ldexp(s, -k) for k in range(1, 53, 3) for s in (1, -1)]


def exp_points():
    yield from [1, -1, 0.5, -0.5, math.log(2), -math.log(2), 709.782712893384, -745.1332191019411, -708.3964185322641, -708.5]
    yield from SMALL_POWERS
    yield from [uniform(0.99999, 1.00001) * math.log(2) * (k + 0.5) for k in range(-1020, 1020, 60)]
    yield from [uniform(-745, 709.7) for _ in range(100)]
    yield from [uniform(-0.35, 0.35) for _ in range(60)]
    yield from [uniform(-745, -708.4) for _ in range(40)]


def log_points():
    yield from [1, 2, 0.5, math.e, 10, BIGGEST, SMALLEST_NORMAL, 5e-324, 3 * 5e-324, math.ldexp(1.7, -1050), ONE_BELOW, ONE_ABOVE]
    yield from [1 + x for x in SMALL_POWERS]
    yield from [math.sqrt(2) * (1 + k * 2**-52) for k in range(-3, 4)] + [math.sqrt(0.5) * (1 + k * 2**-52) for k in range(-3, 4)]
    yield from [math.ldexp(uniform(0.5, 1), random_source.randrange(-1073, 1024)) for _ in range(120)]
    yield from [uniform(0.6, 1.6) for _ in range(80)]


def pow_points():
    yield from [(2, 0.5), (10, -3), (10, 308), (9, 0.5), (0.999, 1e5), (1e-300, 1.03), (5e-324, 0.5), (BIGGEST, 0.5), (2, -1074)]
    yield from [(uniform(1, 1e6), -0.5) for _ in range(20)] + [(uniform(1, 1e6), -0.8) for _ in range(20)]
    for _ in range(200):
        base = random_source.choice([uniform(0.5, 2), math.ldexp(uniform(0.5, 1), random_source.randrange(-1000, 1000))])
        yield base, uniform(-708, 709) / math.log(base)
    for _ in range(60):
        base = 1 + math.ldexp(uniform(-1, 1), random_source.randrange(-50, -1))
        yield base, uniform(-708, 709) / math.log(base)
    for _ in range(40):
        base = uniform(0.5, 2)
        yield base, uniform(-744, -708.5) / math.log(base)


def pow_int_points():
    yield from [(beta, n) for beta in BETAS for n in STEPS]
    yield from [(3, 33), (-3, 33), (-3, 34), (10, 22), (10, 308), (2, 1023), (0.5, 1074), (ONE_ABOVE, 2**62), (5e-324, 1), (BIGGEST, 1)]
    for _ in range(150):
        n = random_source.randrange(2, 1 << random_source.randrange(2, 40))
        yield math.exp(uniform(-700, 700) / n), n


def one_minus_pow_int_points():
    yield from [(beta, n) for beta in BETAS for n in STEPS]
    yield from [(uniform(0, 1), 1) for _ in range(20)] + [(5e-324, 1), (5e-324, 2)]
    for _ in range(150):
        n = random_source.randrange(2, 1 << random_source.randrange(2, 62))
        yield min(ONE_BELOW, math.exp(-math.exp(uniform(-40, 4)) / n)), n


def cospi_points():
    yield from [k / 4 for k in range(-9, 10)] + [1 / 3, 2 / 3, 1e-9, 0.25 - 2**-54, 0.25 + 2**-54, 1e15 + 0.625, 2.0**52 + 1, 2.0**53]
    yield from [half + x for half in (0.5, 1.5) for x in SMALL_POWERS] + SMALL_POWERS
    yield from [uniform(0, 1) for _ in range(150)]
    yield from [uniform(-1e6, 1e6) for _ in range(50)]


def rounded(exact):
    """The nearest double, rounded once even where it is subnormal, and what it misses in units in the last place."""
    if exact == 0:
        return 0.0, 0.0
    unit = max(int(mp.frexp(exact)[1]) - 53, -1074)
    scaled = mp.ldexp(exact, -unit)
    count = int(mp.nint(scaled))
    try:
        return math.ldexp(float(count), unit), float(scaled - count)
    except OverflowError:
        return math.copysign(math.inf, count), 0.0


def text(argument):
    return str(argument) if isinstance(argument, int) else argument.hex()


FUNCTIONS = {
    "exp": (exp_points, mp.exp),
    "log": (log_points, mp.log),
    "pow": (pow_points, mp.power),
    "pow_int": (pow_int_points, mp.power),
    "one_minus_pow_int": (one_minus_pow_int_points, lambda base, n: 1 - mp.power(base, n)),
    "cospi": (cospi_points, mp.cospi),
}


def lines():
    yield "# written by generate_math.py: function argument(s) value rest"
    for name, (points, function) in FUNCTIONS.items():
        for point in [*points(), *WORST[name]]:
            point = point if isinstance(point, tuple) else (point,)
            integer_last = name.endswith("_int")
            arguments = [a if integer_last and i == 1 else float(a) for i, a in enumerate(point)]
            exact = function(*[mpf(a) for a in arguments])
            value, rest = rounded(exact)
            yield " ".join([name, *map(text, arguments), value.hex(), f"{rest:.6f}"])


if __name__ == "__main__":
    target = pathlib.Path(__file__).with_name("math.txt")
    target.write_text("\n".join(lines()) + "\n")
