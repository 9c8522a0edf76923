"""The words that the forms of one case draw on: its topic, its customer, and who works on it."""

from collections.abc import Mapping

from shouwen.config.demo.customers import Client
from shouwen.config.demo.organisation import GREEN, Company

# Under one of these a topic says what the customer has to say.
SAYINGS = ("problem", "matter", "question", "event", "title")


def slots_of(company: Company, topic: Mapping[str, str], client: Client, *, unit: str, serial: int) -> dict[str, str]:
    """Every `{name}` of words.yaml but those of the instant."""
    about = next(topic[key] for key in SAYINGS if key in topic)
    return {
        **company.units,
        **_workers(company, unit),
        "about": about,
        **topic,
        **_customer(client),
        "unit": unit,
        "serial": f"{serial:06}",
    }


def _customer(client: Client) -> dict[str, str]:
    return {
        "customer": client.name,
        "customer_id": str(client.id),
        "phone": client.phone,
        "address": client.address,
        "object": str(client.object),
        "value": client.value,
        "grade": "important" if client.grade == "important" else "ordinary",
    }


def _workers(company: Company, unit: str) -> dict[str, str]:
    """Who does the work in the unit: an engineer of the branch, a maintainer of the subsidiary."""
    code = next(code for code, known in company.units.items() if known == unit)
    by_id = {person: name for name, person in company.persons.items()}
    engineers = company.posts.get(f"branch_engineering@{code}-GC", ())
    maintainers = company.posts[f"maintenance_worker@{GREEN}-YH"]
    return {"worker": by_id[(engineers or maintainers)[0]], "maintainer": maintainers[0]}
