"""How the model of coreference is made: ``python -m training.coreference --data FOLDER --out FOLDER``."""
