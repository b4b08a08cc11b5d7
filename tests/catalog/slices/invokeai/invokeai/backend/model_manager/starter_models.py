sdxl_fp16_vae_fix = StarterModel(name='sdxl-vae-fp16-fix', base=BaseModelType.StableDiffusionXL, source='madebyollin/sdxl-vae-fp16-fix', type=ModelType.VAE)

dreamshaper_8_sd1 = StarterModel(name='Dreamshaper 8', base=BaseModelType.StableDiffusion1, source='Lykon/dreamshaper-8', type=ModelType.Main)

z_image_turbo = StarterModel(name='Z-Image Turbo', base=BaseModelType.ZImage, source='Tongyi-MAI/Z-Image-Turbo', type=ModelType.Main)
