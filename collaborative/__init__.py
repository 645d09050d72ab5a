"""The portal's own apps. This package is empty at its root; see docs/architecture.md."""
