"""Payload builders."""
