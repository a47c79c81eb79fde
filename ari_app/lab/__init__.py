"""Simulated patients, in text and as a SIP phone."""
