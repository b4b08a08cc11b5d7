from typing import List

supported_langs: List[str] = [
    "abk_Cyrl",
    "ayr_Latn",
    "ekk_Latn",
    "cmn_Hans",
    "cmn_Hant",
    "yue_Hant",
]
