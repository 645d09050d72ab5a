"""Editors' prose."""

from __future__ import annotations
