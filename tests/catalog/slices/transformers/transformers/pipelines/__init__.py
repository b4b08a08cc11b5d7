SUPPORTED_TASKS = {
    "text-to-audio": {
        "impl": "transformers.pipelines.text_to_audio.TextToAudioPipeline",
        "pt": (AutoModelForTextToWaveform, AutoModelForTextToSpectrogram) if is_torch_available() else (),
        "default": {"model": ("suno/bark-small", "1dbd7a1")},
        "type": "text",
    },
    "zero-shot-classification": {
        "impl": "transformers.pipelines.zero_shot_classification.ZeroShotClassificationPipeline",
        "pt": (AutoModelForSequenceClassification,) if is_torch_available() else (),
        "default": {
            "model": ("facebook/bart-large-mnli", "d7645e1"),
            "config": ("facebook/bart-large-mnli", "d7645e1"),
        },
        "type": "text",
    },
    "decision": {
        "impl": "transformers.pipelines.decision.DecisionPipeline",
        "default": {"model": ("Qwen/Qwen2.5-0.5B-Instruct", "7ae5576")},
        "type": "text",
    },
    "depth-estimation": {
        "impl": "transformers.pipelines.depth_estimation.DepthEstimationPipeline",
        "pt": (AutoModelForDepthEstimation,) if is_torch_available() else (),
        "default": {"model": {"pt": ("Intel/dpt-large", "bc15f29")}},
        "type": "image",
    },
}
