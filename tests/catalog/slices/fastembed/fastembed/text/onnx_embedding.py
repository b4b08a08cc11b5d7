supported_onnx_models = [
    DenseModelDescription(
        model="BAAI/bge-base-en-v1.5",
        dim=768,
        description=(
            "Text embeddings, Unimodal (text), English, 512 input tokens truncation, "
            "Prefixes for queries/documents: not so necessary, 2023 year."
        ),
        license="mit",
        size_in_GB=0.21,
        sources=ModelSource(
            hf="Qdrant/bge-base-en-v1.5-onnx-Q",
            _deprecated_tar_struct=True,
        ),
        model_file="model_optimized.onnx",
    ),
]
