"""Creates and reads a customer, and tries an invalid one, knowing nothing but the WSDL: URL USER PASSWORD."""
import json
import sys

from requests import Session
from requests.auth import HTTPBasicAuth
from zeep import Client, Transport
from zeep.exceptions import Fault

url, user, password = sys.argv[1:]
session = Session()
session.auth = HTTPBasicAuth(user, password)
client = Client(url, transport=Transport(session=session))
(service,) = client.wsdl.services.values()
for name, port in service.ports.items():
    proxy = client.bind(service.name, name)
    created = proxy.create(customer={"name": "七巧板 " + name, "types": ["partner"]})
    read = proxy.get(id=created.id)
    try:
        proxy.create(customer={"name": "x" * 201})
        refused = None
    except Fault as fault:
        refused = client.wsdl.types.deserialize(fault.detail[0])
    print(
        json.dumps(
            {
                "port": name,
                "binding": type(port.binding).__name__,
                "id": read.id,
                "name": read.name,
                "types": read.types,
                "code": refused.code,
                "fields": [error.field for error in refused.errors],
            }
        )
    )
