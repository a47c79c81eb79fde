"""FHIR-shaped questionnaires, enableWhen, scoring and static checks. Pure; instruments/*.json are data."""
