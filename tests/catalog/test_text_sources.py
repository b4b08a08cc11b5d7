"""Importers of text, retrieval and hosted sources, each on a slice of what its source published."""

from __future__ import annotations

from recorded import figures, of, stated


def test_hub_2026() -> None:
    found = stated("hub-2026")
    assert of("BAAI/bge-small-en-v1.5", found) == {
        "license": "mit",
        "open_weights": True,
        "parameters": 33360512,
        "context": 512,
        "languages": "['en']",
        "released": "2023-09-12",
        "downloads_month": 62671221,
    }
    # Stated on the card; those of gpt-oss are an estimate of the origin.
    assert of("google/gemma-4-26B-A4B-it", found)["active_parameters"] == 4000000000
    assert "active_parameters" not in of("openai/gpt-oss-20b", found)
    # A row that was typed, not counted.
    assert of("openai/whisper-large-v3", found) == {}


def test_hub_2023() -> None:
    found = stated("hub-2023")
    assert of("nlptown/bert-base-multilingual-uncased-sentiment", found) == {
        "license": "mit",
        "open_weights": True,
        "languages": "['en', 'nl', 'de', 'fr', 'it', 'es']",
        "downloads_month": 227347,
    }
    # The Hub has moved it; two licences are none; "multilingual" beside languages says nothing more.
    assert of("FacebookAI/roberta-large-mnli", found)["license"] == "mit"
    assert "license" not in of("pszemraj/led-large-book-summary", found)
    assert of("oliverguhr/fullstop-punctuation-multilang-large", found)["languages"] == "['en', 'de', 'fr', 'it']"


def test_litellm() -> None:
    found = stated("litellm")
    assert of("gpt-5.5", found) == {
        "context": 1050000,
        "price": "{'input': 5.0, 'output': 30.0, 'unit': 'million tokens'}",
        "modalities": "{'input': ['text', 'image', 'pdf'], 'output': ['text']}",
    }
    prices = {model: value for model, field, value in found if field == "price"}
    assert prices["whisper-1"] == "{'input': 0.006, 'unit': 'minute'}"
    assert prices["eleven_v4"] == "{'input': 80.0, 'unit': 'million characters'}"
    assert prices["veo-3.1-generate-001"] == "{'output': 0.4, 'unit': 'second'}"
    assert prices["grok-imagine-image"] == "{'output': 0.02, 'unit': 'image'}"
    assert prices["rerank-v4.0-pro"] == "{'input': 0.0025, 'unit': 'request'}"
    assert prices["mistral-ocr-latest"] == "{'output': 0.004, 'unit': 'page'}"
    assert prices["lyria-3.5"] == "{'output': 0.08, 'unit': 'request'}"
    # The maker's own row, and under our name; a reseller's row is nobody's.
    assert prices["amazon.nova-pro-v1:0"] == "{'input': 0.8, 'output': 3.2, 'unit': 'million tokens'}"
    assert prices["deepseek-ai/DeepSeek-V4.1-Flash"] == "{'input': 0.3, 'output': 1.2, 'unit': 'million tokens'}"
    assert not {model for model in prices if model.startswith(("azure/", "bedrock/"))}
    assert of("gemini-2.5-pro", found)["retired"] == "2026-12-01"
    # What sings has no context.
    assert "context" not in of("lyria-3.5", found)


def test_genai_prices() -> None:
    price = "{'input': 3.0, 'output': 15.0, 'unit': 'million tokens'}"
    assert stated("genai-prices") == {("claude-3-5-sonnet", "price", price)}


def test_langchain_profiles() -> None:
    found = stated("langchain-profiles")
    assert of("gpt-5.5", found) == {
        "released": "2026-04-23",
        "open_weights": False,
        "context": 1050000,
        "modalities": "{'input': ['text', 'image', 'pdf'], 'output': ['text']}",
    }
    assert of("text-embedding-3-large", found) == {"released": "2024-01-25", "open_weights": False}


def test_models_dev() -> None:
    found = stated("models-dev")
    assert of("gpt-4o", found)["context"] == 128000
    assert of("gpt-image-1", found) == {"released": "2025-04-24", "open_weights": False}
    assert {model for model, _, _ in found} == {"gpt-4o", "gpt-image-1"}


def test_helm() -> None:
    assert stated("helm") == {
        ("command-a-03-2025", "released", "2025-03-13"),
        ("command-a-03-2025", "parameters", 111000000000),
        ("gpt-4", "released", "2023-03-14"),
        ("prompthero/openjourney", "released", "2022-11"),
        ("prompthero/openjourney", "parameters", 1000000000),
    }


def test_mteb() -> None:
    found = stated("mteb")
    assert of("nomic-ai/nomic-embed-text-v1.5", found) == {
        "license": "apache-2.0",
        "open_weights": True,
        "parameters": 136731648,
        "context": 8192,
        "languages": "['en']",
    }
    # `int(7.56 * 1e6)`, and `np.inf` for no limit.
    assert of("minishlab/potion-base-8M", found)["parameters"] == 7560000
    assert "context" not in of("minishlab/potion-base-8M", found)
    # The context of a model that sees is that of the wrapper.
    assert of("openai/clip-vit-base-patch32", found) == {"open_weights": True, "parameters": 151277313}


def test_mteb_results() -> None:
    assert figures(stated("mteb-results")) == {
        ("Qwen/Qwen3-Embedding-8B", "MTEB(eng, v2) mean over tasks"): 75.23,
        ("google/gemini-embedding-001", "MTEB(eng, v2) mean over tasks"): 73.3,
        ("gemini-embedding-001", "MTEB(eng, v2) mean over tasks"): 73.3,
    }


def test_fastembed() -> None:
    assert stated("fastembed") == {
        ("BAAI/bge-base-en-v1.5", "license", "mit"),
        ("BAAI/bge-base-en-v1.5", "open_weights", True),
        ("BAAI/bge-base-en-v1.5", "context", 512),
    }


def test_pyserini() -> None:
    found = stated("pyserini")
    assert figures(found) == {
        ("bm25", "MS MARCO passage dev, MRR@10"): 0.184,
        ("bm25", "BEIR, mean nDCG@10 over 18 data sets"): 0.4244,
        ("naver/splade-v3", "MS MARCO passage dev, MRR@10"): 0.3999,
        ("facebook/dpr-question_encoder-single-nq-base", "Natural Questions test, top-20 accuracy in %"): 80.58,
        ("Tevatron/dse-phi3-v1.0", "SlideVQA, nDCG@10 in %"): 73.1,
    }
    # A run loads it by its Hub id.
    assert of("naver/splade-v3", found) == {"open_weights": True}


def test_transformers() -> None:
    """Checkpoints of configurations, and the defaults of pipelines: under their own name or that of our tasks."""
    said = "default of the {} pipeline of Transformers"
    assert stated("transformers") == {
        ("google-bert/bert-base-uncased", "open_weights", True),
        ("Intel/dpt-large", "recommended", ("depth-estimation", said.format("depth-estimation"))),
        (
            "facebook/bart-large-mnli",
            "recommended",
            ("zero-shot-classification", said.format("zero-shot-classification")),
        ),
        ("suno/bark-small", "recommended", ("text-to-audio", said.format("text-to-audio"))),
        ("suno/bark-small", "recommended", ("text-to-speech", said.format("text-to-audio"))),
    }


def test_huggingface_tasks() -> None:
    """The models of a page, not its metrics and spaces."""
    assert stated("huggingface-tasks") == {
        ("facebook/bart-large-cnn", "open_weights", True),
        ("Falconsai/medical_summarization", "open_weights", True),
        ("facebook/bart-large-cnn", "recommended", ("summarization", "named on the Hub's task page")),
        ("Falconsai/medical_summarization", "recommended", ("summarization", "named on the Hub's task page")),
    }


def test_recommended() -> None:
    """A choice counts while its words stand in the package, in a file or in its description."""
    chosen = ("pii-detection", "Presidio's default with GLiNER")
    assert stated("presidio") == {("urchade/gliner_multi_pii-v1", "recommended", chosen)}
    assert stated("pyod") == {("isolation-forest", "recommended", ("anomaly-detection", "first example of PyOD"))}


def test_a_source_that_measures_and_recommends_states_both() -> None:
    found = stated("flair")
    assert {field for _, field, _ in found} == {"evidence", "recommended"}
    assert (
        "flair/ner-english",
        "recommended",
        ("named-entity-recognition", "first example of its maker's Flair"),
    ) in found


def test_aider_polyglot() -> None:
    """The mode that the table names, the later of two runs, with the day of the run."""
    benchmark = "Aider polyglot, share of exercises solved after two tries in %"
    assert stated("aider-polyglot") == {
        ("gpt-5", "evidence", ("text-generation", benchmark, 86.7, True, "2025-08-25")),
        ("deepseek-ai/DeepSeek-R1", "evidence", ("text-generation", benchmark, 56.9, True, "2025-01-20")),
        ("Qwen/Qwen2.5-Coder-32B-Instruct", "evidence", ("text-generation", benchmark, 16.4, True, "2024-12-26")),
    }


def test_btzsc() -> None:
    benchmark = "BTZSC, mean macro F1 over 27 data sets"
    assert figures(stated("btzsc")) == {("facebook/bart-large-mnli", benchmark): 0.5089}


def test_colpali_engine() -> None:
    read = stated("colpali-engine")
    assert of("vidore/colpali-v1.3", read) == {"license": "gemma", "open_weights": True}
    found = figures(read)
    assert found["vidore/colpali-v1.3", "ViDoRe, mean nDCG@5 in %"] == 84.8
    assert found["vidore/colqwen2.5-v0.2", "ViDoRe, mean nDCG@5 in %"] == 89.4
    assert found["vidore/colSmol-256M", "ViDoRe, mean nDCG@5 in %"] == 80.1


def test_hpsv2() -> None:
    found = figures(stated("hpsv2"))
    assert found["dall-e-2", "HPS v2.0 benchmark, mean human preference score"] == 26.95
    assert found["DeepFloyd/IF-I-XL-v1.0", "HPS v2.0 benchmark, mean human preference score"] == 27.27


def test_voxcpm() -> None:
    """Lower is better; a name in bold is the name."""
    read = stated("voxcpm")
    assert {score[3] for _, _, score in read} == {False}
    found = figures(read)
    assert found["openbmb/VoxCPM2", "Seed-TTS-eval English, word error rate in %"] == 1.84
    assert found["openbmb/VoxCPM2", "Seed-TTS-eval Chinese, character error rate in %"] == 0.97
    assert found["fishaudio/s2-pro", "Seed-TTS-eval English, word error rate in %"] == 0.99


def test_olmocr() -> None:
    """A table in HTML, with a margin of error behind each figure."""
    found = figures(stated("olmocr"))
    assert found["allenai/olmOCR-2-7B-1025", "olmOCR-Bench, overall score in %"] == 82.4
    assert found["datalab-to/chandra", "olmOCR-Bench, overall score in %"] == 83.1


def test_flair() -> None:
    found = figures(stated("flair"))
    assert found["flair/ner-english-large", "CoNLL-03 English, F1 in %"] == 94.09
    assert found["flair/ner-english-ontonotes-large", "OntoNotes English, 18 classes, F1 in %"] == 90.93
    assert found["flair/ner-german-large", "CoNLL-03 German, F1 in %"] == 92.31


def test_detoxify() -> None:
    assert figures(stated("detoxify")) == {
        ("unitary/toxic-bert", "Jigsaw Toxic Comment Classification, mean AUC in %"): 98.64,
        ("unitary/unbiased-toxic-roberta", "Jigsaw Unintended Bias in Toxicity, final score in %"): 93.74,
        (
            "unitary/multilingual-toxic-xlm-roberta",
            "Jigsaw Multilingual Toxic Comment Classification, mean AUC in %",
        ): 92.11,
    }


def test_deberta() -> None:
    """Matched accuracy, of "91.3/91.1" the first."""
    found = figures(stated("deberta"))
    assert {model: value for (model, _), value in found.items()} == {
        "microsoft/deberta-base-mnli": 88.8,
        "microsoft/deberta-large-mnli": 91.3,
        "microsoft/deberta-xlarge-mnli": 91.5,
        "microsoft/deberta-v2-xlarge-mnli": 91.7,
        "microsoft/deberta-v2-xxlarge-mnli": 91.7,
    }


def test_fullstop() -> None:
    model = "oliverguhr/fullstop-punctuation-multilang-large"
    assert figures(stated("fullstop")) == {
        (model, "Europarl English, macro F1 over punctuation marks"): 0.775,
        (model, "Europarl German, macro F1 over punctuation marks"): 0.814,
    }


def test_germansentiment() -> None:
    benchmark = "All test sets of germansentiment, micro F1"
    assert figures(stated("germansentiment")) == {("oliverguhr/german-sentiment-bert", benchmark): 0.9639}


def test_mxbai_rerank() -> None:
    found = figures(stated("mxbai-rerank"))
    assert {model: value for (model, _), value in found.items()} == {
        "mixedbread-ai/mxbai-rerank-base-v2": 55.57,
        "mixedbread-ai/mxbai-rerank-large-v2": 57.49,
    }


def test_fairseq() -> None:
    """Tables in texts that the package ships, without bars at their sides."""
    assert figures(stated("fairseq")) == {
        ("FacebookAI/roberta-large", "RACE test accuracy in %, fine-tuned"): 83.2,
        ("FacebookAI/roberta-large-mnli", "MNLI dev accuracy in %"): 90.2,
        ("facebook/bart-large-mnli", "MNLI dev accuracy in %"): 89.9,
        ("facebook/bart-large-cnn", "CNN/Daily Mail test, ROUGE-2"): 21.28,
    }


def test_ctranslate2() -> None:
    benchmark = "newstest2014 English to German, BLEU"
    assert figures(stated("ctranslate2")) == {("Helsinki-NLP/opus-mt-en-de", benchmark): 27.9}
