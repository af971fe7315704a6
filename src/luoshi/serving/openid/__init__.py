"""Signing in by an OpenID provider: authorization code with PKCE, nonce and a state bound to the browser.

Who somebody is, is told by the provider's ``sub`` alone: names and mail addresses change hands.
"""

from luoshi.serving.openid.flow import Flow, begin, finish, is_set
from luoshi.serving.openid.provider import Known

__all__ = ["Flow", "Known", "begin", "finish", "is_set"]
