"""The web page: server-rendered, usable without scripts, in Chinese and English."""
