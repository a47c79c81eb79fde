"""SOAP and SBAR notes from the answers, each sentence with its source. Pure."""
