"""What runs a model, as each source states it that ships models or names them in its code."""

from __future__ import annotations

import pytest
from recorded import libraries, stated


@pytest.mark.parametrize(
    ("source", "model", "runs"),
    [
        ("audio-separator", "htdemucs", "audio-separator"),
        ("chronos-forecasting", "amazon/chronos-2", "chronos-forecasting"),
        ("diffusers", "genmo/mochi-1-preview", "diffusers"),
        ("fastembed", "BAAI/bge-base-en-v1.5", "fastembed"),
        ("foundationforecast", "amazon/chronos-2", "foundationforecast"),
        ("granite-tsfm", "ibm-granite/granite-timeseries-ttm-r2", "granite-tsfm"),
        ("hub-architectures", "BAAI/bge-small-en-v1.5", "transformers"),
        ("hub-gguf", "BAAI/bge-small-en-v1.5", "llama.cpp"),
        ("hub-gguf", "XiaomiMiMo/MiMo-V2.5", "ollama"),
        ("invokeai", "Tongyi-MAI/Z-Image-Turbo", "invokeai"),
        ("langchain-profiles", "gpt-5.5", "openai"),
        ("litellm", "gpt-5.5", "openai"),
        ("litellm", "amazon.nova-pro-v1:0", "boto3"),
        ("mmdet", "mmdet/rtmdet_tiny_8xb32-300e_coco", "mmdet"),
        ("open-clip", "laion/CLIP-ViT-B-32-DataComp.XL-s13B-b90K", "open_clip"),
        ("paddlex", "PP-OCRv6_medium_rec", "paddlex"),
        ("rfdetr", "rfdetr-nano", "rfdetr"),
        ("sktime", "amazon/chronos-2", "sktime"),
        ("timm", "timm/resnet50.a1_in1k", "timm"),
        ("torchvision", "torchvision/resnet50", "torchvision"),
        ("transformers", "google-bert/bert-base-uncased", "transformers"),
        ("xinference", "hexgrad/Kokoro-82M", "xinference"),
    ],
)
def test_what_a_package_ships_runs_with_it(source: str, model: str, runs: str) -> None:
    assert runs in libraries(source)[model]


def test_models_that_only_stand_in_a_table_to_compare_with_are_not_run() -> None:
    """RF-DETR's tables measure other makers' detectors, too."""
    assert not {model for model in libraries("rfdetr") if not model.startswith("rfdetr-")}


def test_a_model_that_the_catalog_calls_otherwise_has_no_client() -> None:
    """The service would not know it by our id."""
    assert "deepseek-ai/DeepSeek-V4.1-Flash" not in libraries("litellm")


def test_an_architecture_that_transformers_lacks_says_nothing() -> None:
    assert set(libraries("hub-architectures")) == {"BAAI/bge-small-en-v1.5"}


def test_specifications_name_the_repositories_of_the_hub_only() -> None:
    assert libraries("xinference") == {"hexgrad/Kokoro-82M": ["xinference"]}


def test_of_several_conversions_to_gguf_one_is_named() -> None:
    """That of the converter whose files are known best; a model without any has none."""
    assert stated("hub-gguf") == {
        ("BAAI/bge-small-en-v1.5", "gguf", "unsloth/bge-small-en-v1.5-GGUF"),
        ("XiaomiMiMo/MiMo-V2.5", "gguf", "unsloth/MiMo-V2.5-GGUF"),
    }
    assert "hexgrad/Kokoro-82M" not in libraries("hub-gguf")
