"""Evidence and facts in English: the only place that writes sentences about results, a module for each kind."""
