"""Whether and where a language model is asked for proposals while a rulebook is written; off unless an operator names one."""

from urllib.parse import urlsplit

from shouwen.authoring.asking import Endpoint
from shouwen.config.environment import Environment, SettingIsWrong

URL, MODEL = "SHOUWEN_PROPOSE_URL", "SHOUWEN_PROPOSE_MODEL"


def endpoint(env: Environment) -> Endpoint | None:
    """The endpoint of the settings; none, if no address is given."""
    url, model = env.text(URL).strip(), env.text(MODEL).strip()
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise SettingIsWrong(f"{URL} must look like https://models.example.com/v1, without user and password.")
    if not model:
        raise SettingIsWrong(f"{MODEL} is empty: name the model to be asked at {URL}.")
    seconds = env.number("SHOUWEN_PROPOSE_SECONDS", 60, least=1, most=100)
    return Endpoint(url=url, model=model, key=env.text("SHOUWEN_PROPOSE_KEY"), seconds=seconds)
