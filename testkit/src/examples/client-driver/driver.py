import json
import sys
import urllib.request

from client import Client, Refused, Unavailable


def perform(task, client):
    arguments = task["arguments"]
    try:
        if task["operation"] == "getUser":
            return {"outcome": "user", "users": [client.get_user(**arguments)]}
        if task["operation"] == "listUsers":
            users, total = client.list_users(**arguments)
            return {"outcome": "page", "users": users, "total": total}
        if task["operation"] == "createUser":
            return {"outcome": "user", "users": [client.create_user(**arguments)]}
        if task["operation"] == "replaceUser":
            return {"outcome": "user", "users": [client.replace_user(**arguments)]}
        client.delete_user(**arguments)
        return {"outcome": "deleted"}
    except Unavailable:
        return {"outcome": "unavailable"}
    except Refused as refused:
        if refused.status == 400 and refused.error["error"] == "email already exists":
            return {"outcome": "email-taken"}
        if refused.status == 422:
            return {"outcome": "invalid", "fields": [each["field"] for each in refused.error["detail"]]}
        if refused.status == 429:
            return {"outcome": "too-many-requests", "retryAfterSeconds": int(refused.headers["Retry-After"])}
        outcomes = {401: "unauthenticated", 403: "forbidden", 404: "not-found"}
        return {"outcome": outcomes.get(refused.status, "error")}
    except Exception:
        return {"outcome": "error"}


def exchange(url, body=None):
    with urllib.request.urlopen(url, body and json.dumps(body).encode()) as answer:
        return json.load(answer)


def main(url):
    client = None
    while True:
        task = exchange(url + "/conformance/task")
        if task["state"] == "ended":
            return
        if task["state"] == "open":
            client = client or Client(task["server"], task["accessToken"], task["timeoutSeconds"])
            exchange(url + "/conformance/result", {"number": task["number"], **perform(task, client)})


if __name__ == "__main__":
    main(sys.argv[1])
