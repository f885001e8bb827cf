#!/usr/bin/env python3
"""Followthrough from nothing: `python3 demo.py` prepares all it needs in this folder and serves the site.

Needs Python 3.11 and, for the first start, a network; later starts take seconds. This file is plain enough
for an old Python to read, so that it can say what is missing. The steps are in src/followthrough/setup/.
"""

import argparse
import os
import signal
import socket
import sys

OLDEST = (3, 11)


def main():
    arguments = read_arguments()
    if sys.version_info < OLDEST:
        found = "%d.%d" % sys.version_info[:2]
        return "This is Python %s and 3.11 or newer is needed: install it, then run python3.11 demo.py." % found
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "src"))
    from followthrough.setup import steps

    try:
        act(arguments)
    except steps.Problem as problem:
        return str(problem)
    except OSError as error:
        return str(steps.as_problem(error))
    except KeyboardInterrupt:
        return "Stopped. Starting again goes on from here."
    return 0


def read_arguments():
    parser = argparse.ArgumentParser(
        description="Prepare and serve the example partnership of Followthrough.",
        epilog="example: python3 demo.py --port 8080",
    )
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="prepare, ask the pages for answers, and stop")
    choice.add_argument("--setup-only", action="store_true", help="prepare and stop before serving")
    choice.add_argument("--reset", action="store_true", help="empty the demo's database")
    choice.add_argument("--stop", action="store_true", help="stop the site and the database of this folder")
    parser.add_argument("--port", type=int, help="the port to serve on (8000, or the next free one)")
    return parser.parse_args()


def act(arguments):
    from followthrough.setup import assets, machine, python, service, steps

    if arguments.stop:
        return stop()
    machine.check()
    python.prepare("web")
    if arguments.reset:
        service.empty()
        return steps.say("The demo is empty. `python3 demo.py` fills it again.")
    assets.prepare()
    service.prepare()
    steps.say("\nWhat today's rulebook would have asked for in the three stories:\n")
    service.replay()
    if arguments.check:
        return check()
    if arguments.setup_only:
        service.followthrough("stop")
        return steps.say("\nEverything is ready. `python3 demo.py` serves it.")
    show_sign_ins()
    service.serve(arguments.port)


def show_sign_ins():
    from followthrough.setup import service, steps

    steps.say("\nSign in as one of these (all invented):")
    for username, password, who in service.sign_ins():
        steps.say("  {:<22} {:<26} {}".format(username, password, who))
    steps.say()


def check():
    """Serve on a spare port for as long as the questions take."""
    from followthrough.setup import service, steps, visit

    steps.say("\nAsking the pages for answers")
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        port = spare.getsockname()[1]
    username, password, _ = service.sign_ins()[0]
    site = service.start(port)
    try:
        visit.check("http://127.0.0.1:%d/" % port, username, password, lambda: site.poll() is None)
    finally:
        site.send_signal(signal.SIGTERM)
        code = site.wait(60)
    if code:
        raise steps.Problem("The site did not stop cleanly: its exit code was %d." % code)
    steps.say("Everything answers.")


def stop():
    from followthrough.setup import python, service, steps

    if not python.COMMAND.exists():
        return steps.say("Nothing was running.")
    service.followthrough("stop")
    steps.say("Stopped.")


if __name__ == "__main__":
    sys.exit(main())
