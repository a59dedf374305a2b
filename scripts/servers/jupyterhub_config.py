"""A hub alone, on loopback, with one service that may manage users and their tokens."""

import os

from jupyterhub.proxy import Proxy


class NoProxy(Proxy):
    """The tests talk to the hub itself: no proxy is started."""

    should_start = False

    async def get_all_routes(self):
        return {}

    async def add_route(self, routespec, target, data):
        pass

    async def delete_route(self, routespec):
        pass

    async def check_routes(self, user_dict, service_dict, routes=None):
        pass


c = get_config()  # noqa: F821
folder = os.environ["KEYTURN_HUB_FOLDER"]
address = f"http://127.0.0.1:{os.environ['KEYTURN_HUB_PORT']}"
c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.bind_url = address
c.JupyterHub.hub_bind_url = address
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.db_url = f"sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{folder}/cookie_secret"
c.JupyterHub.services = [{"name": "keyturn-admin", "api_token": os.environ["KEYTURN_HUB_TOKEN"]}]
c.JupyterHub.load_roles = [
    {
        "name": "keyturn-admin",
        "scopes": ["admin:users", "tokens", "read:tokens", "read:users", "read:hub"],
        "services": ["keyturn-admin"],
    }
]
