"""Serves the model over HTTP: GET /health, and POST /predict with the measurements of one penguin as JSON.

    python serve.py [port]        in the foreground
    python serve.py up [port]     in the background, in place of the server that the port has; returns once it serves
    python serve.py down [port]   stops it

The model is read once, from $MODELASSAY_MODEL_DIR (else model/); $MODELASSAY_NAME and $MODELASSAY_VERSION are
what /health reports.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

NAME = os.environ.get("MODELASSAY_NAME") or "penguins-sklearn"
MAX_BODY_BYTES = 64 * 1024
STATE = Path(".serve")


def serve(port: int) -> None:
    import joblib  # `up` and `down` need no model, and start the faster without
    import pandas as pd

    folder = Path(os.environ.get("MODELASSAY_MODEL_DIR") or "model")
    model = joblib.load(folder / "model.joblib")
    features = list(model.feature_names_in_)
    version = os.environ.get("MODELASSAY_VERSION") or "unversioned"

    def health() -> dict:
        return {"status": "ok", "name": NAME, "version": version, "pid": os.getpid()}

    def predict(penguin: object) -> dict:
        if not isinstance(penguin, dict):
            raise ValueError("send one JSON object of measurements")
        for name in features:
            value = penguin.get(name, "missing")
            if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
                raise ValueError(f"{name} must be a number or null")
        measurements = pd.DataFrame([{name: penguin[name] for name in features}], dtype=float)
        probabilities = model.predict_proba(measurements)[0]
        return {
            "prediction": str(model.predict(measurements)[0]),
            "probabilities": {str(c): float(p) for c, p in zip(model.classes_, probabilities)},
            "version": version,
        }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/health":
                self.answer(200, health())
            else:
                self.answer(404, {"error": f"there is no GET {self.path}"})

        def do_POST(self) -> None:
            if self.path != "/predict":
                return self.answer(404, {"error": f"there is no POST {self.path}"})
            try:
                length = int(self.headers.get("content-length") or 0)
                if not 0 <= length <= MAX_BODY_BYTES:
                    raise ValueError(f"a request has at most {MAX_BODY_BYTES} bytes")
                self.answer(200, predict(json.loads(self.rfile.read(length))))
            except ValueError as error:
                self.answer(400, {"error": str(error)})

        def answer(self, status: int, body: dict) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    print(f"{NAME} {version} serves at http://127.0.0.1:{port}", flush=True)
    server.serve_forever()


def serving(port: int) -> dict | None:
    """The server that has the port tells who it is: a file with a process id goes stale and names someone else's."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as response:
            health = json.load(response)
    except (OSError, ValueError):
        return None
    return health if isinstance(health, dict) and health.get("name") == NAME else None


def down(port: int) -> None:
    health = serving(port)
    if health:
        os.kill(health["pid"], signal.SIGTERM)
        while serving(port):
            time.sleep(0.05)
        print(f"stopped {NAME} {health['version']}", flush=True)
    (STATE / "pid").unlink(missing_ok=True)


def up(port: int) -> None:
    down(port)
    STATE.mkdir(exist_ok=True)
    with (STATE / "log").open("w") as log:
        child = subprocess.Popen(
            [sys.executable, __file__, str(port)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    while (serving(port) or {}).get("pid") != child.pid:
        if child.poll() is not None:
            sys.exit(f"serve.py: the server ended with {child.returncode}:\n{(STATE / 'log').read_text()}")
        time.sleep(0.1)
    (STATE / "pid").write_text(f"{child.pid}\n")
    print(f"{NAME} serves at http://127.0.0.1:{port}")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    command = {"up": up, "down": down}.get(arguments[0] if arguments else "", serve)
    if command is not serve:
        arguments = arguments[1:]
    command(int(arguments[0] if arguments else os.environ.get("PORT", "8080")))
