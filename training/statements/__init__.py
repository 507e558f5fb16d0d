"""How the models of statements are made: from PolNeAR to the weights that the package ships."""
