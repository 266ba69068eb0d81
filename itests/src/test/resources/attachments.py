"""Attaches, replaces and fetches a file by zeep as it comes, without MTOM: address, password, customer."""
import os
import sys

from requests import Session
from requests.auth import HTTPBasicAuth
from zeep import Client
from zeep.exceptions import Fault
from zeep.transports import Transport

address, password, customer = sys.argv[1:]
session = Session()
session.auth = HTTPBasicAuth("admin", password)
client = Client(address + "/soap/attachments?wsdl", transport=Transport(session=session))
service = client.service

first = os.urandom(400_000)
second = os.urandom(300_000)
made = service.upload(collection="customers", recordId=int(customer), name="合同.bin", content=first)
assert made.name == "合同.bin" and made.size == len(first), made
service.replace(id=made.id, remark="second", content=second)
print("versions", [version.versionNumber for version in service.versions(made.id)])
assert service.download(made.id) == second
assert service.download(made.id, 1) == first
print("download equal")
page = service.list(query={"filter": "collection==customers;recordId==" + customer})
assert [item.remark for item in page["items"]] == ["second"], page
try:
    service.download(made.id, 3)
except Fault as fault:
    print("fault", fault.detail.find(".//{*}code").text)
