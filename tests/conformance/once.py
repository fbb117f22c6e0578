"""What is made at the first call and shared by all later ones, also by those that come while it is being made."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Things by their names."""

    def __init__(self) -> None:
        self._made: dict[str, asyncio.Task[T]] = {}

    async def get(self, name: str, make: Callable[[], Awaitable[T]]) -> T:
        """Give what has this name; make it, where nobody did. An error is shared as well."""

        async def making() -> T:
            return await make()

        if name not in self._made:
            self._made[name] = asyncio.create_task(making())
        return await asyncio.shield(self._made[name])
