"""What needs PyTorch is collected where it is installed: only training needs it."""

from __future__ import annotations

import importlib.util

collect_ignore = [] if importlib.util.find_spec("torch") else ["test_calibration.py", "test_smaller.py"]
