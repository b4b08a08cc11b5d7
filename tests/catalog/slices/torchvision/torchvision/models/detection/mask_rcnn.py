_COMMON_META = {}


class MaskRCNN_ResNet50_FPN_V2_Weights(WeightsEnum):
    COCO_V1 = Weights(url='https://download.pytorch.org/models/maskrcnn_resnet50_fpn_v2_coco-73cbd019.pth', meta={**_COMMON_META, 'num_params': 46359409, '_metrics': {'COCO-val2017': {'box_map': 47.4, 'mask_map': 41.8}}})
    DEFAULT = COCO_V1


@register_model()
@handle_legacy_interface(weights=('pretrained', MaskRCNN_ResNet50_FPN_V2_Weights.COCO_V1), weights_backbone=('pretrained_backbone', ResNet50_Weights.IMAGENET1K_V1))
def maskrcnn_resnet50_fpn_v2(*, weights: Optional[MaskRCNN_ResNet50_FPN_V2_Weights]=None, progress: bool=True, num_classes: Optional[int]=None, weights_backbone: Optional[ResNet50_Weights]=None, trainable_backbone_layers: Optional[int]=None, **kwargs: Any) -> MaskRCNN:
    ...
