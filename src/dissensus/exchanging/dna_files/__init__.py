"""Files of the Discourse Network Analyzer (``.dna``): read, taken into a project whole, and written."""
