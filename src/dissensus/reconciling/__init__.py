"""All annotations to findings: across documents."""
