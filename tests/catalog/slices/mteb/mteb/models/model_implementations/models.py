# Three entries of MTEB, cut down to what is read.
from mteb.models.model_meta import ModelMeta

nomic_embed_v1_5 = ModelMeta(name='nomic-ai/nomic-embed-text-v1.5', model_type=['dense'], languages=['eng-Latn'], open_weights=True, revision='b0753ae76394dd36bcfb912a46018088bca48be0', release_date='2024-02-10', n_parameters=136731648, max_tokens=8192, embed_dim=768, license='apache-2.0')

potion_base_8m = ModelMeta(name='minishlab/potion-base-8M', model_type=['dense'], languages=['eng-Latn'], open_weights=True, revision='bf8b056651a2c21b8d2565580b8569da283cab23', release_date='2024-10-29', n_parameters=int(7.56 * 1000000.0), max_tokens=np.inf, embed_dim=256, license='mit')

clip_vit_base_patch32 = ModelMeta(name='openai/clip-vit-base-patch32', model_type=['dense'], languages=['eng-Latn'], revision='3d74acf9a28c67741b2f4f2ea7635f0aaf6f0268', release_date='2021-02-26', modalities=['image', 'text'], n_parameters=151277313, max_tokens=77, embed_dim=512, license=None, open_weights=True)
