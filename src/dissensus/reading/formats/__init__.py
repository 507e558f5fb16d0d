"""One module a format: files to raw documents. ``registry`` lists them."""
