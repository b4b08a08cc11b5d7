"""From words to what they ask for, by the rules of a catalog: the same words give the same answer."""
