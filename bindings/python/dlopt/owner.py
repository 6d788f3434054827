"""Objects that own something of the library."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Callable, ClassVar, NoReturn, Optional, Type, TypeVar

Self = TypeVar("Self", bound="Owner")


class Owner:
    """Owns a handle of the library until it is closed, or nobody holds it any more."""

    _destroy: ClassVar[Callable[[Any], None]]

    def __init__(self, handle: Any) -> None:
        self._handle = handle

    @property
    def closed(self) -> bool:
        """Whether it was closed: whatever is asked of it then is an error."""
        return bool(self._handle.closed)

    def close(self) -> None:
        """Frees it at once; to close it again is fine."""
        type(self)._destroy(self._handle)

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self.close()

    def __reduce__(self) -> Any:
        self._refuse_copy()

    def _refuse_copy(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__}: it cannot be copied or pickled")
