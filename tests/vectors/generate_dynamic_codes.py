#!/usr/bin/env python3
"""Writes dynamic_codes.txt: the dynamic code books of bitsandbytes, and which code numbers get.

map NAME followed by 256 numbers, by code. code NAME NUMBER CODE for numbers in [-1, 1] around every border between two codes, and at random
over all decades. hash NAME COUNT HASH for blocks of 256 numbers drawn as `draw_blocks` does: FNV-1a over their codes and the bytes of their
scales. Numbers are hexadecimal.

The maps are bitsandbytes' own (create_dynamic_map). Codes are those of the binary search of its CUDA kernels, written anew here, of x times
1 / scale in float. Its CPU code is no truth: for float it goes through a table of 65,536 steps, which cannot reach the small codes (it
disagrees on a third of all numbers). What it has for doubles is exact but for ties, and is held against the search here.

One departure: where there are no negative numbers, what is not 0 has a code of 1 at least, so that no second moment vanishes.

    python3 generate_dynamic_codes.py        needs torch, numpy and bitsandbytes (0.50.2 wrote the file)
"""

import pathlib

import bitsandbytes.functional
import numpy
import torch

BLOCK, BLOCKS = 256, 4096
SINGLE = numpy.float32


def search(code, x):
    """The code that each x gets: seven halvings, then the nearer of two neighbours; a tie stays where the search ended."""
    pivot, upper, lower = numpy.full(x.shape, 127), numpy.full(x.shape, 255), numpy.zeros(x.shape, int)
    for step in (64, 32, 16, 8, 4, 2, 1):
        above = x > code[pivot]
        lower, upper = numpy.where(above, pivot, lower), numpy.where(above, upper, pivot)
        pivot = numpy.where(above, pivot + step, pivot - step)
    to_upper = x > (code[upper] + code[pivot]) * SINGLE(0.5)
    to_lower = x < (code[lower] + code[pivot]) * SINGLE(0.5)
    return numpy.where(x > code[pivot], numpy.where(to_upper, upper, pivot), numpy.where(to_lower, lower, pivot))


def points(code, random):
    middles = (code[1:] + code[:-1]) * SINGLE(0.5)
    around = [middles, numpy.nextafter(middles, SINGLE(-2)), numpy.nextafter(middles, SINGLE(2)), code]
    drawn = 10 ** random.uniform(-8, 0, 500)
    signed = drawn * random.choice([-1, 1], 500) if code[0] < 0 else drawn
    return numpy.concatenate(around + [signed.astype(SINGLE)])


def draw_blocks(seed):
    """Numbers m * 2^e with 24 random bits each: m of 12 bits, sign, e in -20 .. 11. SplitMix64, as tests/rules/draw.h."""
    mask = (1 << 64) - 1
    state, out = seed, numpy.empty(BLOCK * BLOCKS, SINGLE)
    for i in range(out.size):
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        z ^= z >> 31
        size = ((z & 0xFFF) + 1) * 2.0 ** (int(z >> 12 & 31) - 20)
        out[i] = -size if z >> 17 & 1 else size
    return out.reshape(BLOCKS, BLOCK)


def fnv(data):
    h = 0xCBF29CE484222325
    for byte in data:
        h = ((h ^ byte) * 0x100000001B3) & ((1 << 64) - 1)
    return h


def check_against_doubles(code, blocks, codes):
    """bitsandbytes' own codes of the same numbers, handed over as doubles: the first of the nearest."""
    quantize, book = torch.ops.bitsandbytes.quantize_blockwise, torch.from_numpy(code)
    theirs = numpy.concatenate([quantize(torch.from_numpy(some).double(), book, BLOCK)[0].numpy() for some in numpy.split(blocks, 16)])
    different = theirs != codes
    scaled = blocks * (SINGLE(1) / numpy.abs(blocks).max(1, keepdims=True))
    tie = numpy.abs(numpy.abs(scaled - code[theirs]) - numpy.abs(scaled - code[codes]))
    assert different.mean() < 1e-3 and tie[different].max(initial=0) < 1e-7, (different.mean(), tie[different].max())
    return int(different.sum())


def kept_from_zero(signed, x, codes):
    return codes if signed else numpy.where((codes == 0) & (x > 0), 1, codes)


def rows(name, signed):
    code = bitsandbytes.functional.create_dynamic_map(signed).numpy()
    yield " ".join([f"map {name}"] + [float(x).hex() for x in code])
    x = points(code, numpy.random.default_rng(7))
    for number, its in zip(x, kept_from_zero(signed, x, search(code, x))):
        yield f"code {name} {float(number).hex()} {its}"
    blocks = draw_blocks(1 if signed else 2)
    blocks = blocks if signed else numpy.abs(blocks)
    scales = numpy.abs(blocks).max(1)
    codes = search(code, blocks * (SINGLE(1) / scales)[:, None])
    print(f"{name}: bitsandbytes' codes of doubles differ at {check_against_doubles(code, blocks, codes)} ties of {blocks.size} numbers")
    kept = kept_from_zero(signed, blocks, codes).astype(numpy.uint8)
    yield f"hash {name} {BLOCKS} {fnv(kept.tobytes() + scales.astype('<f4').tobytes()):016x}"


def main():
    lines = ["# Written by generate_dynamic_codes.py, see there."]
    for name, signed in (("signed", True), ("unsigned", False)):
        lines += rows(name, signed)
    pathlib.Path(__file__).with_name("dynamic_codes.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
