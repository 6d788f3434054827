"""The noise of the rules that add some: Philox4x32-10 (Salmon et al. 2011) and Box and Muller's formula, by NumPy."""

import numpy as np

_M0, _M1 = 0xD2511F53, 0xCD9E8D57
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_WORD = 0xFFFFFFFF


def philox(counter, key):
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        a, b = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (b >> 32) ^ c1 ^ k0, b & _WORD, (a >> 32) ^ c3 ^ k1, a & _WORD
        k0, k1 = (k0 + _W0) & _WORD, (k1 + _W1) & _WORD
    return c0, c1, c2, c3


# The known answers that come with the authors' Random123.
assert philox((0, 0, 0, 0), (0, 0)) == (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)
assert philox((_WORD,) * 4, (_WORD,) * 2) == (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)
assert philox((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0)) == (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)


def _uniform(bits):
    return ((bits >> 1) + 0.5) / 2.0**31


def normal(seed, slot, step, count):
    """`count` deviates of a parameter at a step (from 1)."""
    out = []
    for block in range((count + 3) // 4):
        key = (seed & _WORD, (seed >> 32) ^ (step >> 32))
        words = philox((block & _WORD, block >> 32, slot, step & _WORD), key)
        for radius, angle in (words[0:2], words[2:4]):
            r, a = np.sqrt(-2 * np.log(_uniform(radius))), 2 * np.pi * (angle >> 8) / 2.0**24
            out += [r * np.cos(a), r * np.sin(a)]
    return np.array(out[:count])
