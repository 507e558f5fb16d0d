"""From coded statements to networks, their measures and their uncertainty."""
