_COMMON_SWAG_META = {**_COMMON_META, 'license': 'https://github.com/facebookresearch/SWAG/blob/main/LICENSE'}


class RegNet_Y_128GF_Weights(WeightsEnum):
    IMAGENET1K_SWAG_E2E_V1 = Weights(url='https://download.pytorch.org/models/regnet_y_128gf_swag-c8ce3e52.pth', meta={**_COMMON_SWAG_META, 'num_params': 644812894, '_metrics': {'ImageNet-1K': {'acc@1': 88.228, 'acc@5': 98.682}}})
    IMAGENET1K_SWAG_LINEAR_V1 = Weights(url='https://download.pytorch.org/models/regnet_y_128gf_lc_swag-cbe8ce12.pth', meta={**_COMMON_SWAG_META, 'num_params': 644812894, '_metrics': {'ImageNet-1K': {'acc@1': 86.068, 'acc@5': 97.844}}})
    DEFAULT = IMAGENET1K_SWAG_E2E_V1


@register_model()
@handle_legacy_interface(weights=('pretrained', None))
def regnet_y_128gf(*, weights: Optional[RegNet_Y_128GF_Weights]=None, progress: bool=True, **kwargs: Any) -> RegNet:
    ...
