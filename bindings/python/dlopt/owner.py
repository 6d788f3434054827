"""Objects that own something of the library."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Callable, ClassVar, NoReturn, Optional, Type, TypeVar

from .errors import ClosedError
from .runtime import Runtime

O = TypeVar("O", bound="Owner")


class Owner:
    """Owns a handle of the library until it is closed, or nobody holds it any more."""

    _destroy: ClassVar[Callable[[Any], None]]

    def __init__(self, handle: Any, runtime: Optional[Runtime]) -> None:
        self._owned = handle
        self._runtime = runtime  # outlives the handle

    @property
    def _handle(self) -> Any:
        if self._owned is None:
            raise ClosedError(f"{type(self).__name__}: it is closed")
        return self._owned

    def close(self) -> None:
        """Frees it at once. Whatever is asked of it then is an error; to close it again is none."""
        if getattr(self, "_owned", None) is not None:
            type(self)._destroy(self._owned)
            self._owned = None

    def __enter__(self: O) -> O:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def __reduce__(self) -> Any:
        self._refuse_copy()

    def _refuse_copy(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__}: it cannot be copied or pickled")
