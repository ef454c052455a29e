"""The manuals' pictures, made on the demo stack by the people of the demo: `python -m tests.browser.pictures [FOLDER]`."""
