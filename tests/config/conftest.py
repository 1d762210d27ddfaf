"""What the tests of a running newsroom share: one that was made once, for each of them to copy."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.fixture(scope="session")
def fresh(tmp_path_factory):
    """The folder of a newsroom as ``tintuc init`` leaves it, never started; making one takes some fifteen seconds."""
    folder = tmp_path_factory.mktemp("fresh") / "n"
    environment = {key: value for key, value in os.environ.items() if key != "TINTUC_DIR"}
    tintuc = [sys.executable, "-c", "import sys; from tintuc.config.cli import main; sys.exit(main())"]
    subprocess.run([*tintuc, "init", str(folder)], check=True, env=environment, capture_output=True)
    return folder
