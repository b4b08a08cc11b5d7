EXAMPLE_DOC_STRING = """
    Examples:
        ```py
        >>> pipe = MochiPipeline.from_pretrained("genmo/mochi-1-preview", torch_dtype=torch.bfloat16)
        >>> vae = AutoencoderKL.from_pretrained("stabilityai/sd-vae-ft-mse")
        ```
"""
