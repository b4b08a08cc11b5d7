"""Importers of vision, audio and time-series sources, each on a slice of what its source published."""

from __future__ import annotations

from recorded import figures, of, stated

IMAGENET = "ImageNet-1k top-1 in %"
BOX_AP = "COCO val2017 box AP"
MASK_AP = "COCO val2017 mask AP"
KEYPOINT_AP = "COCO val2017 keypoint AP"


def test_torchvision() -> None:
    found = stated("torchvision")
    assert of("torchvision/resnet50", found) == {
        "license": "bsd-3-clause",
        "open_weights": True,
        "gated": False,
        "parameters": 25557032,
    }
    # Weights that name a licence of their own do not bear the package's.
    assert of("torchvision/regnet_y_128gf", found)["license"] == "cc-by-nc-4.0"
    # The same architecture under the name of its maker has as many parameters, and figures of its own.
    assert of("microsoft/resnet-50", found) == {"parameters": 25557032}
    # The weights that a builder loads by default, not the older ones beside them.
    assert figures(found) == {
        ("torchvision/resnet50", IMAGENET): 80.858,
        ("torchvision/regnet_y_128gf", IMAGENET): 88.228,
        ("torchvision/maskrcnn_resnet50_fpn_v2", BOX_AP): 47.4,
        ("torchvision/maskrcnn_resnet50_fpn_v2", MASK_AP): 41.8,
    }


def test_timm() -> None:
    found = stated("timm")
    licenses = {model: value for model, field, value in found if field == "license"}
    assert licenses == {
        # Filled in by a helper, stated in the call, stated in a dictionary, and called by the name of a repository.
        "timm/resnet50.a1_in1k": "apache-2.0",
        "timm/resnet50.b1k_in1k": "apache-2.0",
        "timm/resnext101_32x8d.fb_swsl_ig1b_ft_in1k": "cc-by-nc-4.0",
        "timm/nasnetalarge.tf_in1k": "apache-2.0",
        "timm/fastvit_t8.apple_dist_in1k": "apple-ascl",
        "timm/vit_base_patch14_dinov2.lvd142m": "apache-2.0",
        # The same weights under another owner, in one case only there.
        "facebook/dinov2-base": "apache-2.0",
        "facebook/ijepa_vith14_1k": "cc-by-nc-4.0",
    }
    # Whether another owner asks for a form, timm does not say.
    assert of("timm/vit_base_patch14_dinov2.lvd142m", found)["gated"] is False
    assert "gated" not in of("facebook/dinov2-base", found)


def test_timm_results() -> None:
    found = stated("timm-results")
    assert of("timm/resnet50.a1_in1k", found) == {"open_weights": True, "parameters": 25560000}
    # The size of image at which the weights do best; the same weights under another owner.
    assert figures(found) == {
        ("timm/resnet50.a1_in1k", IMAGENET): 81.24,
        ("timm/convnext_tiny.fb_in1k", IMAGENET): 82.694,
        ("facebook/convnext-tiny-224", IMAGENET): 82.694,
    }


def test_mmdet() -> None:
    found = stated("mmdet")
    assert of("mmdet/rtmdet_tiny_8xb32-300e_coco", found) == {
        "license": "apache-2.0",
        "open_weights": True,
        "gated": False,
    }
    # The month is that of the paper which the collection names; converted weights do not bear the licence of the
    # package; a configuration without weights is no model.
    glip = "mmdet/glip_atss_swin-l_fpn_dyhead_pretrain_mixeddata"
    assert of(glip, found) == {"open_weights": True, "gated": False, "released": "2021-12"}
    assert of("mmdet/dino-4scale_r50_8xb2-24e_coco", found) == {}
    without_training = "COCO box AP in %, without training on COCO"
    assert figures(found) == {
        ("mmdet/rtmdet_tiny_8xb32-300e_coco", BOX_AP): 40.9,
        ("mmdet/rtmdet-ins_m_8xb32-300e_coco", BOX_AP): 48.8,
        ("mmdet/rtmdet-ins_m_8xb32-300e_coco", MASK_AP): 42.1,
        (glip, without_training): 51.3,
        ("mmdet/grounding_dino_swin-t_pretrain_obj365_goldg_cap4m", without_training): 48.5,
        ("IDEA-Research/grounding-dino-tiny", without_training): 48.5,
    }


def test_mmsegmentation() -> None:
    found = stated("mmsegmentation")
    assert figures(found) == {
        ("mmsegmentation/segnext_mscan-t_1xb16-adamw-160k_ade20k-512x512", "ADE20K mIoU in %"): 41.5,
        ("mmsegmentation/pidnet-s_2xb6-120k_1024x1024-cityscapes", "Cityscapes val mIoU in %"): 78.74,
        ("mmsegmentation/vpd_sd_4xb8-25k_nyu-512x512", "NYUv2 RMSE in metres"): 0.258,
    }
    # An error is better when it is smaller.
    directions = {value[1]: value[3] for _, field, value in found if field == "evidence"}
    assert directions["NYUv2 RMSE in metres"] is False
    assert directions["ADE20K mIoU in %"] is True


def test_mmpretrain() -> None:
    found = stated("mmpretrain")
    assert of("mmpretrain/resnet50_8xb32_in1k", found) == {
        "license": "apache-2.0",
        "open_weights": True,
        "gated": False,
        "parameters": 25560000,
    }
    assert "license" not in of("mmpretrain/blip2-opt2.7b_3rdparty-zeroshot_caption", found)
    assert figures(found)["Salesforce/blip2-opt-2.7b", "COCO captions CIDEr, zero-shot"] == 111.1


def test_mmpose() -> None:
    # The package gives shares, the catalog %.
    assert figures(stated("mmpose")) == {
        ("mmpose/rtmpose-m_8xb256-420e_aic-coco-256x192", KEYPOINT_AP): 75.8,
        ("mmpose/rtmw-x_8xb320-270e_cocktail14-384x288", "COCO-WholeBody whole-body AP"): 70.2,
    }


def test_mmaction2() -> None:
    found = stated("mmaction2")
    slowfast, x3d = "slowfast_r50_8xb8-8x8x1-256e_kinetics400-rgb", "x3d_m_16x5x1_facebook-kinetics400-rgb"
    assert of(f"mmaction2/{slowfast}", found) == {
        "license": "apache-2.0",
        "open_weights": True,
        "gated": False,
        "parameters": 34600000,
        "released": "2018-12",
    }
    assert of(f"mmaction2/{x3d}", found) == {
        "open_weights": True,
        "gated": False,
        "parameters": 3794322,
        "released": "2020-04",
    }
    assert figures(found)[f"mmaction2/{slowfast}", "Kinetics-400 top-1 in %"] == 76.8


def test_mmocr() -> None:
    crnn = "mmocr/crnn_mini-vgg_5e_mj"
    assert figures(stated("mmocr")) == {
        ("mmocr/dbnetpp_resnet50-oclip_fpnc_1200e_icdar2015", "ICDAR 2015 text detection, H-mean in %"): 88.82,
        (crnn, "IIIT5K text recognition, word accuracy in %"): 80.53,
        (crnn, "ICDAR 2015 text recognition, word accuracy in %"): 55.56,
    }


def test_mmagic() -> None:
    found = stated("mmagic")
    stylegan = "mmagic/stylegan2_c2_8xb4_ffhq-1024x1024"
    assert of(stylegan, found) == {"open_weights": True, "gated": False}
    # The same words in the package, two ways of measuring: they are two benchmarks. Twice the size is none of them.
    assert figures(found) == {
        ("mmagic/swinir_x4s64w8d6e180_8xb4-lr2e-4-500k_df2k", "PSNR on Set5, x4, in dB"): 32.9214,
        ("mmagic/edsr_x4c64b16_1xb16-300k_div2k", "PSNR (RGB) on Set5, x4, in dB"): 30.2223,
        ("mmagic/restormer_official_gopro", "GoPro deblurring PSNR in dB"): 32.9295,
        (stylegan, "FFHQ 1024 FID"): 2.8134,
    }


def test_rfdetr() -> None:
    found = stated("rfdetr")
    assert of("rfdetr-xlarge", found) == {
        "license": "pml-1.0",
        "open_weights": True,
        "gated": False,
        "parameters": 126400000,
    }
    # Measured beside its own models; how to come by the weights, it does not say.
    assert "gated" not in of("ustc-community/dfine-small-coco", found)
    assert figures(found) == {
        ("rfdetr-nano", BOX_AP): 48.4,
        ("rfdetr-xlarge", BOX_AP): 58.6,
        ("ustc-community/dfine-small-coco", BOX_AP): 50.6,
        ("rfdetr-seg-nano", MASK_AP): 40.3,
        ("rfdetr-keypoint-preview", KEYPOINT_AP): 71.8,
    }


def test_qai_hub_models() -> None:
    found = stated("qai-hub-models")
    assert of("facebook/detr-resnet-50", found) == {
        "license": "apache-2.0",
        "open_weights": True,
        "parameters": 41400000,
    }
    # What is made of parts has the parameters of all.
    assert of("microsoft/trocr-small-handwritten", found)["parameters"] == 61_300_000
    # Another size from the same repository: its licence only.
    assert of("microsoft/trocr-large-printed", found) == {"license": "mit"}
    assert figures(found) == {
        ("facebook/detr-resnet-50", BOX_AP): 42.0,
        ("midas_small", "NYUv2 delta1 in %"): 88.1,
        ("u2net", "DUTS mean absolute error"): 0.0437,
    }


def test_open_clip() -> None:
    assert stated("open-clip") == {
        ("laion/CLIP-ViT-B-32-DataComp.XL-s13B-b90K", "open_weights", True),
        ("laion/CLIP-ViT-B-32-DataComp.XL-s13B-b90K", "gated", False),
        ("timm/vit_base_patch32_clip_224.openai", "open_weights", True),
        ("timm/vit_base_patch32_clip_224.openai", "gated", False),
    }


def test_open_clip_results() -> None:
    benchmark = "zero-shot ImageNet-1k top-1"
    assert figures(stated("open-clip-results")) == {
        ("google/siglip-base-patch16-224", benchmark): 0.7604,
        ("openai/clip-vit-base-patch32", benchmark): 0.6332,
    }


def test_sam2() -> None:
    # The table of the release that each belongs to.
    assert figures(stated("sam2")) == {
        ("facebook/sam2.1-hiera-tiny", "SA-V test J&F"): 76.5,
        ("facebook/sam2.1-hiera-large", "SA-V test J&F"): 79.5,
        ("facebook/sam2-hiera-large", "SA-V test J&F"): 76.0,
    }


def test_super_image() -> None:
    # The table for four times the size, not the one for twice.
    assert figures(stated("super-image")) == {("eugenesiow/edsr-base", "PSNR on Set5, x4, in dB"): 32.12}


def test_open_asr_leaderboard() -> None:
    found = stated("open-asr-leaderboard")
    benchmark = "Open ASR Leaderboard, English short-form, average word error rate in %"
    errors = figures(found)
    assert errors["openai/whisper-large-v3", benchmark] == 7.44
    # To the digits that the board shows; a hosted model under the provider's own name.
    assert errors["nvidia/canary-1b", benchmark] == 6.5
    assert errors["scribe_v2", benchmark] == 5.83
    assert of("scribe_v2", found) == {"open_weights": False}


def test_audio_separator() -> None:
    benchmark = "audio-separator, median SDR of {} over its test tracks in dB"
    # Only stems that the model is made for; noise is no stem.
    assert figures(stated("audio-separator")) == {
        ("htdemucs", benchmark.format("vocals")): 9.87,
        ("htdemucs", benchmark.format("drums")): 9.45,
        ("htdemucs", benchmark.format("bass")): 11.64,
        ("kuielab_a_bass", benchmark.format("bass")): 10.45,
    }


def test_pyannote_audio() -> None:
    ami, dihard = "AMI (IHM), diarization error rate in %", "DIHARD 3 (full), diarization error rate in %"
    assert figures(stated("pyannote-audio")) == {
        ("pyannote/speaker-diarization-3.1", ami): 18.8,
        ("pyannote/speaker-diarization-3.1", dihard): 21.4,
        ("pyannote/speaker-diarization-community-1", ami): 17.0,
        ("pyannote/speaker-diarization-community-1", dihard): 20.2,
        ("pyannote/speaker-diarization-precision-2", ami): 12.9,
        ("pyannote/speaker-diarization-precision-2", dihard): 14.7,
    }


def test_fev_bench() -> None:
    benchmark = "fev-bench skill score in % over seasonal naive, scaled quantile loss, geometric mean"
    # A row that does not say which size it is stays out.
    assert figures(stated("fev-bench")) == {("amazon/chronos-2", benchmark): 47.3, ("seasonal-naive", benchmark): 0.0}


def test_chronos_forecasting() -> None:
    assert stated("chronos-forecasting") == {
        ("amazon/chronos-2", "open_weights", True),
        ("amazon/chronos-2", "gated", False),
        ("amazon/chronos-2", "parameters", 120000000),
        ("amazon/chronos-bolt-tiny", "open_weights", True),
        ("amazon/chronos-bolt-tiny", "gated", False),
        ("amazon/chronos-bolt-tiny", "parameters", 9000000),
    }


def test_foundationforecast() -> None:
    found = stated("foundationforecast")
    assert of("amazon/chronos-2", found) == {"license": "apache-2.0", "open_weights": True}
    assert of("timegpt-2", found) == {"license": "proprietary", "open_weights": False}
    # Two licences for two versions, and a licence that one version left behind.
    assert of("NX-AI/TiRex", found) == {}
    assert of("ibm-granite/granite-timeseries-patchtst-fm-r2", found) == {}


def test_granite_tsfm() -> None:
    found = stated("granite-tsfm")
    assert of("ibm-granite/granite-timeseries-ttm-r1", found) == {
        "open_weights": True,
        "gated": False,
        "context": 1024,
    }


def test_sktime() -> None:
    assert stated("sktime") == {("amazon/chronos-2", "open_weights", True)}


def test_paddlex() -> None:
    assert stated("paddlex") == {
        ("PicoDet_LCNet_x2_5_face", "open_weights", True),
        ("PicoDet_LCNet_x2_5_face", "gated", False),
        ("PP-OCRv6_medium_rec", "open_weights", True),
        ("PP-OCRv6_medium_rec", "gated", False),
    }


def test_rapidocr() -> None:
    found = {model: value for model, _, value in stated("rapidocr")}
    assert found["korean_PP-OCRv5_mobile_rec"] == "['ko']"
    # Codes of its own become those of ISO 639-1.
    assert found["PP-OCRv6_tiny_rec"].startswith("['zh', 'en', 'af', 'az',")


def test_comfyui_templates() -> None:
    found = stated("comfyui-templates")
    assert of("TencentARC/Pixal3D", found) == {"open_weights": True, "released": "2026"}
    assert of("kling-4.0", found) == {"license": "proprietary", "open_weights": False, "released": "2026"}


def test_invokeai() -> None:
    # A part of a model is no model.
    assert stated("invokeai") == {
        ("Lykon/dreamshaper-8", "open_weights", True),
        ("Tongyi-MAI/Z-Image-Turbo", "open_weights", True),
    }


def test_diffusers() -> None:
    assert stated("diffusers") == {("genmo/mochi-1-preview", "open_weights", True)}


def test_clearvoice() -> None:
    found = stated("clearvoice")
    assert of("alibabasglab/MossFormer2_SE_48K", found) == {
        "license": "apache-2.0",
        "open_weights": True,
        "gated": False,
    }
    # Others are measured beside its own models; what their licence is, it does not say.
    assert of("DeepFilterNet3", found) == {}
    measured = figures(found)
    assert measured["DeepFilterNet3", "VoiceBank+DEMAND (48 kHz) PESQ"] == 3.03
    # Tables that look alike are told apart.
    mossformer = "alibabasglab/MossFormerGAN_SE_16K"
    assert measured[mossformer, "VoiceBank+DEMAND (16 kHz) PESQ"] == 3.47
    assert measured[mossformer, "DNS Challenge 2020 (16 kHz) PESQ"] == 3.57
    assert measured["alibabasglab/MossFormer2_SS_16K", "WSJ0-2Mix (8 kHz), improvement of SI-SNR in dB"] == 22.0


def test_omnilingual_asr() -> None:
    assert stated("omnilingual-asr") == {
        ("facebook/omniASR-CTC-7B-v2", "license", "apache-2.0"),
        ("facebook/omniASR-CTC-7B-v2", "open_weights", True),
        ("facebook/omniASR-CTC-7B-v2", "gated", False),
        ("facebook/omniASR-CTC-7B-v2", "parameters", 6504786132),
        ("facebook/omniASR-CTC-7B-v2", "languages", "['ab', 'ayr', 'et', 'zh', 'yue']"),
    }


def test_depth_anything_3() -> None:
    found = stated("depth-anything-3")
    assert of("depth-anything/DA3-BASE", found) == {
        "license": "apache-2.0",
        "open_weights": True,
        "parameters": 120000000,
    }
    assert of("depth-anything/DA3-LARGE-1.1", found)["license"] == "cc-by-nc-4.0"
