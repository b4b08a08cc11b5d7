from decimal import Decimal

from .types import *

providers: list[Provider] = [
    Provider(
        id='anthropic',
        models=[
            ModelInfo(
                id='claude-3-5-sonnet',
                match=ClauseOr(
                    or_=[
                        ClauseStartsWith(starts_with='claude-3-5-sonnet'),
                        ClauseStartsWith(starts_with='claude-3.5-sonnet'),
                    ]
                ),
                name='Claude Sonnet 3.5',
                context_window=200000,
                prices=ModelPrice(
                    input_mtok=Decimal('3'),
                    cache_write_mtok=Decimal('3.75'),
                    cache_read_mtok=Decimal('0.3'),
                    output_mtok=Decimal('15'),
                    cache_write_1h_mtok=Decimal('6'),
                    web_searches_kcount=Decimal('10'),
                ),
            ),
        ],
    ),
    Provider(
        id='openrouter',
        models=[
            ModelInfo(
                id='01-ai/yi-large',
                match=ClauseEquals(equals='01-ai/yi-large'),
                prices=ModelPrice(input_mtok=Decimal('3'), output_mtok=Decimal('3')),
            ),
        ],
    ),
]
