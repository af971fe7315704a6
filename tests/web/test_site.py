"""The frame of the site: who may enter, what protects the page, its language."""


def test_the_server_says_that_it_is_alive_without_sign_in(stranger):
    answer = stranger.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert stranger.get("/readyz").json() == {"status": "ready"}


def test_a_stranger_is_led_to_the_sign_in(stranger):
    answer = stranger.get("/")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2F"


def test_a_page_is_guarded_by_its_headers(client_as):
    answer = client_as("reader").get("/")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "style=" not in answer.text


def test_a_form_without_its_token_changes_nothing(client_as):
    client = client_as("reader")
    assert client.http.post("/language", data={"language": "en"}).status_code == 403
    answer = client.post("/language", {"language": "en", "back": "//evil.example"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert 'lang="en"' in client.get("/").text


def test_what_is_not_there_is_told_by_a_page_or_a_problem(client_as):
    client = client_as("reader")
    page = client.get("/nowhere")
    assert page.status_code == 404
    assert "这个地址没有内容" in page.text
    problem = client.get("/api/v1/nowhere")
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["code"] == "web_no_page"
