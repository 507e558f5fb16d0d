"""The vocabulary of the product as frozen types. Imports nothing else of ours."""
