"""The event loops in which the other tests of this folder run programs."""

import asyncio
from threading import Barrier

from tests.waiting import PATIENCE


def test_each_thread_has_a_loop_of_its_own(loop, monkeypatch):
    """
    Two threads of the SDK that begin at the same moment share no event loop: it would resume what the other awaits.
    """
    together = Barrier(2, timeout=PATIENCE)

    class Loop(asyncio.SelectorEventLoop):
        def set_exception_handler(self, handler):
            super().set_exception_handler(handler)
            together.wait()

    def loop_of_thread():
        together.wait()
        return asyncio.get_event_loop()

    async def loops():
        here = asyncio.get_running_loop()
        return await asyncio.gather(*(here.run_in_executor(None, loop_of_thread) for _ in range(2)))

    monkeypatch.setattr(asyncio, "new_event_loop", Loop)
    first, second = asyncio.get_event_loop().run_until_complete(loops())

    assert first is not second
