class Chronos2Forecaster(BaseForecaster):

    def __init__(self, model_path: str='amazon/chronos-2', config: dict=None, seed: int | None=None, ignore_deps: bool=False):
        ...


@_multiton
class _CachedChronos2:

    def __init__(self, key, chronos2_kwargs):
        ...
