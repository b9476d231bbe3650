"""A cloud that takes whatever it is sent: <port>. GET /pushes tells how many pushes came, and their bytes."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

counted = {"pushes": 0, "bytes": 0}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self._body()
        if self.path == "/v1/tests":
            self._reply({"reference_id": "123"})
        elif self.path.startswith("/v2/metrics/"):
            counted["pushes"] += 1
            counted["bytes"] += len(body)
            self._reply(None)
        else:
            self._reply({})

    def do_GET(self):
        self._reply(counted)

    def _body(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            whole = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                whole += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return whole
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _reply(self, answer):
        body = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *unused):
        pass


if __name__ == "__main__":
    ThreadingHTTPServer.daemon_threads = True
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
