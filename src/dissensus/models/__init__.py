"""Trained weights as ONNX, each with a model card, and the one way to load them."""
