def _cfg(url: str='', **kwargs) -> Dict[str, Any]:
    """Create a default configuration for ResNet models."""
    return {'url': url, 'num_classes': 1000, 'input_size': (3, 224, 224), 'pool_size': (7, 7), 'crop_pct': 0.875, 'interpolation': 'bilinear', 'mean': IMAGENET_DEFAULT_MEAN, 'std': IMAGENET_DEFAULT_STD, 'first_conv': 'conv1', 'classifier': 'fc', 'license': 'apache-2.0', **kwargs}


def _tcfg(url: str='', **kwargs) -> Dict[str, Any]:
    """Create a configuration with bicubic interpolation."""
    return _cfg(url=url, **dict({'interpolation': 'bicubic'}, **kwargs))


def _rcfg(url: str='', **kwargs) -> Dict[str, Any]:
    """Create a configuration for ResNet-RS models."""
    return _cfg(url=url, **dict({'interpolation': 'bicubic', 'crop_pct': 0.95, 'test_input_size': (3, 288, 288), 'test_crop_pct': 1.0, 'origin_url': 'https://github.com/huggingface/pytorch-image-models', 'paper_ids': 'arXiv:2110.00476'}, **kwargs))


default_cfgs = generate_default_cfgs({'resnet50.a1_in1k': _rcfg(hf_hub_id='timm/', url='https://github.com/rwightman/pytorch-image-models/releases/download/v0.1-rsb-weights/resnet50_a1_0-14fe96d1.pth'), 'resnet50.b1k_in1k': _rcfg(hf_hub_id='timm/', url='https://github.com/huggingface/pytorch-image-models/releases/download/v0.1-rsb-weights/resnet50_b1k-532a802a.pth'), 'resnext101_32x8d.fb_swsl_ig1b_ft_in1k': _cfg(hf_hub_id='timm/', url='https://dl.fbaipublicfiles.com/semiweaksupervision/model_files/semi_weakly_supervised_resnext101_32x8-b4712904.pth', license='cc-by-nc-4.0', origin_url='https://github.com/facebookresearch/semi-supervised-ImageNet1K-models')})
