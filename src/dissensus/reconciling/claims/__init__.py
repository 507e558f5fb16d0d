"""From statements to positions: which bear on a claim of the codebook, and on which side."""
