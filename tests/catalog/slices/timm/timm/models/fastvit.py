def _cfg(url='', **kwargs):
    return {'url': url, 'num_classes': 1000, 'input_size': (3, 256, 256), 'pool_size': (8, 8), 'crop_pct': 0.9, 'interpolation': 'bicubic', 'mean': IMAGENET_DEFAULT_MEAN, 'license': 'fastvit-license', 'std': IMAGENET_DEFAULT_STD, 'first_conv': ('stem.0.conv_kxk.0.conv', 'stem.0.conv_scale.conv'), 'classifier': 'head.fc', **kwargs}


default_cfgs = generate_default_cfgs({'fastvit_t8.apple_dist_in1k': _cfg(hf_hub_id='timm/')})
