"""Telltale's detector: from texts to the files in public/models."""
