from collections.abc import Callable

class RC:
    enable_metrics: bool | None
    load: Callable[..., RC]
    def __init__(self, *, enable_metrics: bool, use_remote_inferencing: bool) -> None: ...
