"""Who is meant by a pronoun or a phrase: a small trained network ranks the mentions before it."""
