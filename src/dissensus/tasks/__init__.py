"""One function a command: the folders joined over a project. The command line and Python call the same functions."""
