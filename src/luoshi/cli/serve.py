"""``luoshi serve``: the web page and the API."""

from __future__ import annotations

import click

from luoshi.cli import options
from luoshi.cli.messages import say
from luoshi.cli.root import Command, help_text


@click.command("serve", cls=Command, help=help_text("serve"), short_help=say("help.serve"))
@click.option("--host", default="127.0.0.1", show_default=True, help=say("help.serve.host"))
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65_535), help=say("help.serve.port")
)
@options.store
def command(host: str, port: int, store: str) -> None:
    """Run the site until it is stopped."""
    from luoshi import settings
    from luoshi.app.ledger import open_ledger
    from luoshi.serving import logs
    from luoshi.web.application import create_app
    from luoshi.web.running import address_of, first_link, listening, run

    wanted = settings.web()
    bound = listening(host, port)
    try:
        with open_ledger(store) as opened:
            address = address_of(bound, wanted)
            link = first_link(opened, address)
            logs.configure()

            def told() -> None:
                click.echo(say("serve.at", address=address), err=True)
                if link is not None:
                    click.echo(say("serve.first", link=link), err=True)

            app = create_app(opened, wanted)
            app.state.site.place = store
            run(app, wanted, bound, told)
    finally:
        bound.close()
