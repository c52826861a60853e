"""What a wheel takes with it beside Python: fonts and the query editor, where Node is there to build them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Builds them before a wheel is packed; without Node the wheel goes without, and every page still works."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build what is missing, unless the project is only linked into an environment."""
        client = Path(self.root) / "server" / "web" / "client"
        built = client.parent / "static" / "built" / "manifest.json"
        npm, node = shutil.which("npm"), shutil.which("node")
        if version == "editable" or self.target_name != "wheel" or built.exists() or not npm or not node:
            return
        try:
            fetch = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            subprocess.run(fetch, cwd=client, check=True, timeout=600)
            subprocess.run([node, "build.mjs"], cwd=client, check=True, timeout=600)
        except (OSError, subprocess.SubprocessError) as error:
            self.app.display_warning(f"fonts and editor are left out of the wheel: {error}")
