import http.client
import json
import time
import urllib.error
import urllib.request


class Unavailable(Exception):
    """There is no usable answer."""


class Refused(Exception):
    """The API answered with an error."""

    def __init__(self, status, error, headers):
        super().__init__(error["error"])
        self.status, self.error, self.headers = status, error, headers


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *unused):
        return None


class Client:
    """A client of the users in Roster's API."""

    def __init__(self, server, token, timeout):
        self.server, self.token, self.timeout = server, token, timeout
        self.http = urllib.request.build_opener(NoRedirects)

    def get_user(self, id):
        return self.user(self.read(f"/users/{id}"))

    def list_users(self, page, size):
        found = self.read(f"/users?page={page}&size={size}")
        return [self.user(each) for each in found["items"]], found["total"]

    def create_user(self, email, name):
        return self.user(self.send("POST", "/users", {"email": email, "name": name}))

    def replace_user(self, id, email, name, bio):
        return self.user(self.send("PUT", f"/users/{id}", {"email": email, "name": name, "bio": bio}))

    def delete_user(self, id):
        self.send("DELETE", f"/users/{id}")

    def user(self, json):
        if not isinstance(json, dict) or type(json.get("id")) is not int:
            raise Unavailable("the answer is no user")
        try:
            fields = {name: json[name] for name in ("id", "name", "bio", "createdAt")}
        except KeyError as missing:
            raise Unavailable("the user has no " + str(missing))
        return {**fields, **({"email": json["email"]} if "email" in json else {})}

    def read(self, path):
        """Repeats a read up to two times, if that can be done before the timeout."""
        end = time.monotonic() + self.timeout
        for attempt in range(3):
            try:
                return self.send("GET", path)
            except Unavailable as failure:
                pause = getattr(failure, "retry_after", 0)
                if attempt == 2 or pause is None or time.monotonic() + pause >= end:
                    raise
                time.sleep(pause)

    def send(self, method, path, body=None):
        request = urllib.request.Request(self.server + path, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        request.add_header("Accept", "application/json")
        request.add_header("User-Agent", "driver-example/1.0")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with self.http.open(request, timeout=self.timeout) as answer:
                return json.loads(answer.read()) if answer.status != 204 else None
        except urllib.error.HTTPError as failed:
            raise self.refusal(failed)
        except (OSError, http.client.HTTPException, ValueError) as unusable:
            raise Unavailable(str(unusable))

    def refusal(self, failed):
        try:
            error = json.loads(failed.read())
            is_error_of_api = error["status"] == failed.code and isinstance(error["error"], str)
        except (OSError, http.client.HTTPException, ValueError, TypeError, KeyError):
            is_error_of_api = False
        if is_error_of_api and failed.code < 500:
            return Refused(failed.code, error, failed.headers)
        unavailable = Unavailable(f"the server answered {failed.code}")
        seconds = failed.headers.get("Retry-After", "0")
        unavailable.retry_after = int(seconds) if seconds.isdigit() else None
        return unavailable
