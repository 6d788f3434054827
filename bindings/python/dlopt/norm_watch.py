"""Watches over norms with their fields. Written by bindings/generate."""

from typing import Optional

from .enums import NormWatchField
from .fields import Integer, Real
from .runtime import Runtime
from .watch import Watch


class NormWatch(Watch):
    """Watches a norm for the moment when it explodes: not finite, or larger than a multiple of the running median."""

    window = Integer(NormWatchField.WINDOW, "the median is of the last so many norms (1 .. 1024, default 100)")
    factor = Real(NormWatchField.FACTOR, "a norm above so many times the median is an explosion (1 .. 1e+30, default 10)")
    warmup = Integer(NormWatchField.WARMUP, "norms in the window before a finite one can be an explosion (1 .. 1024, default 20)")
    fired = Integer(NormWatchField.FIRED, "explosions so far (0 .. 2^53, default 0)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        window: int = 100,
        factor: float = 10,
        warmup: int = 20,
    ) -> None:
        super().__init__(runtime)
        self._settle(window=window, factor=factor, warmup=warmup)
