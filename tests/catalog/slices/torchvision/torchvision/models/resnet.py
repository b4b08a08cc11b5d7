_COMMON_META = {}


class ResNet50_Weights(WeightsEnum):
    IMAGENET1K_V1 = Weights(url='https://download.pytorch.org/models/resnet50-0676ba61.pth', meta={**_COMMON_META, 'num_params': 25557032, '_metrics': {'ImageNet-1K': {'acc@1': 76.13, 'acc@5': 92.862}}})
    IMAGENET1K_V2 = Weights(url='https://download.pytorch.org/models/resnet50-11ad3fa6.pth', meta={**_COMMON_META, 'num_params': 25557032, '_metrics': {'ImageNet-1K': {'acc@1': 80.858, 'acc@5': 95.434}}})
    DEFAULT = IMAGENET1K_V2


@register_model()
@handle_legacy_interface(weights=('pretrained', ResNet50_Weights.IMAGENET1K_V1))
def resnet50(*, weights: Optional[ResNet50_Weights]=None, progress: bool=True, **kwargs: Any) -> ResNet:
    ...
