class Croston(BaseForecaster):

    def __init__(self, smoothing=0.1):
        ...
