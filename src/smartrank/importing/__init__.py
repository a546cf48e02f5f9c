"""Copied pages to data files."""
