#!/usr/bin/env python3
"""Reads settings in all their shapes, reports a status with sub-statuses, and sends a telemetry event."""
import datetime
import json
import os
import pathlib
import sys
import time
import uuid

NAME = "Contoso.Samples.PythonSettings"


def replace(path, text):
    """Nobody ever sees half of the file."""
    temporary = path.with_name("." + path.name + ".tmp")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Handler:
    def __init__(self):
        self.sequence = int(os.environ["ConfigSequenceNumber"])
        self.version = os.environ.get("AZURE_GUEST_AGENT_EXTENSION_VERSION", "0.0.0")
        environment = json.loads(pathlib.Path("HandlerEnvironment.json").read_text(encoding="utf-8"))
        self.folders = environment[0]["handlerEnvironment"]

    def folder(self, key):
        return pathlib.Path(self.folders[key])

    def public_settings(self):
        """The settings of the current number. The file is empty if there are none, and the member may be null."""
        text = (self.folder("configFolder") / f"{self.sequence}.settings").read_text(encoding="utf-8")
        if not text.strip():
            return {}
        return json.loads(text)["runtimeSettings"][0]["handlerSettings"]["publicSettings"] or {}

    def status(self, word, code, message, substatus=()):
        document = [{"version": 1.0, "timestampUTC": now(), "status": {
            "name": NAME, "operation": "Enable", "status": word, "code": code,
            "formattedMessage": {"lang": "en-US", "message": message},
            "substatus": [{"name": key, "status": "success", "code": 0,
                           "formattedMessage": {"lang": "en-US", "message": text}} for key, text in substatus]}}]
        replace(self.folder("statusFolder") / f"{self.sequence}.status", json.dumps(document))

    def event(self, task, message):
        """One file per event, named by digits; the agent picks it up within minutes and deletes it."""
        if "eventsFolder" not in self.folders:
            return
        document = {"Version": self.version, "Timestamp": now(), "TaskName": task, "EventLevel": "Informational",
                    "Message": message, "EventPid": str(os.getpid()), "EventTid": "1", "OperationId": str(uuid.uuid4())}
        replace(self.folder("eventsFolder") / f"{time.time_ns() // 1000:016d}.json", json.dumps(document))

    def enable(self):
        settings = self.public_settings()
        self.status("success", 0, f"{len(settings)} public settings",
                    [(key, json.dumps(value)) for key, value in settings.items()])
        self.event("Enable", f"enabled with number {self.sequence}")


def main(arguments):
    if len(arguments) != 1 or arguments[0] not in ("install", "enable", "disable", "update", "uninstall"):
        print("usage: handler.py install|enable|disable|update|uninstall", file=sys.stderr)
        return 2
    if arguments[0] == "enable":
        handler = Handler()
        try:
            handler.enable()
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            # Exit 0 with an error status: the settings are at fault, and their owner reads the status.
            handler.status("error", 1, f"unusable settings: {error}")
    print(arguments[0], "done")
    return 0


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(sys.argv[1:]))
