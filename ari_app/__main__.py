"""`python -m ari_app` is `ari-app`."""

from ari_app.cli.main import main

main()
