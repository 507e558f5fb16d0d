"""How the models of claims are made: the pair model and the embedder."""
